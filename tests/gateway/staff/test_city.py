"""Signing in through the city, before a real OpenID Connect server on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from gateway.application import create_app
from gateway.limits import limiter
from gateway.services import Services
from gateway.settings import Settings
from tests.gateway.staff.conftest import Staff
from tests.standins.openid import CLIENT_ID, CLIENT_SECRET, City, running_city


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    """The city's server, which knows bridge-1."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running_city() as server:
        server.claims = {"sub": "a-lasting-number", "preferred_username": "bridge-1"}
        yield server


@pytest.fixture
def app(settings: Settings, parts: Services, city: City) -> Flask:
    """The application of a city with its own sign-in."""
    set_up = {"oidc_issuer": city.url, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
    object.__setattr__(parts, "settings", settings.model_copy(update=set_up))
    made = create_app(parts.settings, parts)
    made.config["TESTING"] = True
    limiter.reset()
    return made


def through(city: City, staff: Staff, *, wanted: str = "") -> TestResponse:
    """Go to the city and come back."""
    away = staff.browser.get("/staff/city", query_string={"next": wanted} if wanted else {})
    assert away.headers["Location"].startswith(f"{city.url}/authorize?")
    return staff.browser.get(f"/staff/city/back?{city.sign_in(away.headers['Location'])}")


def test_the_form_offers_it(staff: Staff) -> None:
    page = staff.browser.get("/staff/sign-in?next=/inbox").get_data(as_text=True)
    assert 'href="/staff/city?next=/inbox"' in page


def test_someone_with_an_account_gets_in_and_is_linked(city: City, staff: Staff) -> None:
    staff.set(must_change_password=True, totp_secret="A" * 32)  # both a matter of the city from now on
    assert through(city, staff, wanted="/inbox?list=mine").headers["Location"] == "/inbox?list=mine"
    assert staff.gets_in()
    assert staff.did() == ["city_linked", "signed_in_city"]
    assert staff.now().oidc_subject is not None


def test_once_linked_the_lasting_number_counts_and_the_password_no_longer(city: City, staff: Staff) -> None:
    through(city, staff)
    city.claims["preferred_username"] = "a-new-login-at-the-city"
    staff.browser.post("/staff/sign-out")
    assert through(city, staff).headers["Location"] == "/inbox"
    assert staff.signs_in(browser=staff.app.test_client()).status_code == 401
    assert "via de stad" in staff.browser.get("/staff/password").get_data(as_text=True)
    assert staff.browser.post("/staff/password", data={}).headers["Location"] == "/staff/account"


def test_linking_ends_sessions_that_began_with_the_password(city: City, staff: Staff) -> None:
    before = staff.app.test_client()
    staff.signs_in(browser=before)
    through(city, staff)
    assert not staff.gets_in(browser=before)


def test_someone_else_with_the_same_login_does_not_take_the_account_over(city: City, staff: Staff) -> None:
    through(city, staff)
    city.claims["sub"] = "somebody else"
    staff.browser.post("/staff/sign-out")
    assert through(city, staff).status_code == 403
    assert not staff.gets_in()


@pytest.mark.parametrize("login", ["nobody-here", "", None])
def test_without_an_account_nobody_gets_in(city: City, staff: Staff, login: str | None) -> None:
    city.claims["preferred_username"] = login
    answer = through(city, staff)
    assert answer.status_code == 403
    assert "nog geen account" in answer.get_data(as_text=True)
    assert staff.now().oidc_subject is None


def test_who_is_switched_off_stays_out(city: City, staff: Staff) -> None:
    through(city, staff)
    staff.set(active=False)
    assert through(city, staff).status_code == 403


@pytest.mark.parametrize(("verified", "status"), [(True, 303), (False, 403), (None, 403)])
def test_an_address_counts_when_the_city_verified_it(
    city: City, parts: Services, hire: Callable[..., Staff], verified: bool | None, status: int
) -> None:
    object.__setattr__(parts, "settings", parts.settings.model_copy(update={"oidc_login_claim": "email"}))
    city.claims.update(email="bridge-7@genk.example", email_verified=verified)
    assert through(city, hire("bridge-7@genk.example")).status_code == status


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://elsewhere.example"}, {"aud": "another client"}, {"nonce": "old"}, {"exp": 1}, {"sub": ""}],
)
def test_a_token_that_is_not_for_us_is_refused(city: City, staff: Staff, claims: dict[str, object]) -> None:
    city.claims.update(claims)
    assert through(city, staff).status_code == 401
    assert not staff.gets_in()


def test_a_token_signed_by_someone_else_is_refused(city: City, staff: Staff) -> None:
    city.signed_with = RSAKey.generate_key(2048, {"kid": "first"})
    assert through(city, staff).status_code == 401


def test_an_answer_that_nobody_here_asked_for_is_refused(city: City, staff: Staff) -> None:
    away = staff.browser.get("/staff/city").headers["Location"]
    query = city.sign_in(away)
    stranger = staff.app.test_client()
    assert stranger.get(f"/staff/city/back?{query}").status_code == 401
    assert staff.browser.get(f"/staff/city/back?{query}").status_code == 303
    assert staff.browser.get(f"/staff/city/back?{query}").status_code == 401  # and only once


def test_giving_up_at_the_city_leads_back_to_the_form(staff: Staff) -> None:
    staff.browser.get("/staff/city")
    answer = staff.browser.get("/staff/city/back?error=access_denied")
    assert answer.status_code == 401
    assert "niet gelukt" in answer.get_data(as_text=True)


def test_tries_that_were_given_up_do_not_pile_up(staff: Staff) -> None:
    for _ in range(3):
        staff.browser.get("/staff/city")
    with staff.browser.session_transaction() as session:
        assert len([key for key in session if key.startswith("_state_")]) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_when_the_city_is_down_the_form_says_so_and_passwords_work(city: City, staff: Staff, status: int) -> None:
    city.status = status
    answer = staff.browser.get("/staff/city")
    assert answer.status_code == 503
    assert "werkt nu niet" in answer.get_data(as_text=True)
    assert staff.signs_in().status_code == 303


def test_when_the_city_goes_down_half_way(city: City, staff: Staff) -> None:
    away = staff.browser.get("/staff/city").headers["Location"]
    query = city.sign_in(away)
    city.status = 500
    assert staff.browser.get(f"/staff/city/back?{query}").status_code == 503


def test_the_return_address_is_the_public_one(parts: Services, staff: Staff) -> None:
    asked = parse_qs(urlsplit(staff.browser.get("/staff/city").headers["Location"]).query)
    assert asked["redirect_uri"] == [f"{parts.settings.public_url}/staff/city/back"]


def test_it_never_leads_elsewhere(city: City, staff: Staff) -> None:
    assert through(city, staff, wanted="//elsewhere.example").headers["Location"] == "/inbox"
