"""Deny by default: every blueprint says who may reach it, every form is protected, every page has its headers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from gateway.access import Access, may
from gateway.application import create_app
from gateway.limits import limiter
from gateway.services import Services
from gateway.settings import Settings
from gateway.staff.places import places_of
from gateway.store.schema import Role, StaffMember, Team
from gateway.store.staff import add_staff

ROLES = [role.value for role in Role]

# Who may reach an address, by how it begins; the longest one that fits counts. An address that fits none fails.
EXPECTED = {
    "/": Access.PUBLIC,
    "/accessibility": Access.PUBLIC,
    "/api/chat": Access.PUBLIC,
    "/api/search": Access.PUBLIC,
    "/api/topics": Access.PUBLIC,
    "/audio": Access.PUBLIC,
    "/chat": Access.PUBLIC,
    "/developers": Access.PUBLIC,
    "/embed.js": Access.PUBLIC,
    "/healthz": Access.PUBLIC,
    "/offline": Access.PUBLIC,
    "/openapi.json": Access.PUBLIC,
    "/privacy": Access.PUBLIC,
    "/readyz": Access.PUBLIC,
    "/robots.txt": Access.PUBLIC,
    "/scripts": Access.PUBLIC,
    "/service-worker.js": Access.PUBLIC,
    "/sheets": Access.PUBLIC,
    "/sitemap.xml": Access.PUBLIC,
    "/static": Access.PUBLIC,
    "/t": Access.PUBLIC,
    "/topics": Access.PUBLIC,
    "/widget": Access.PUBLIC,
    "/webhooks": Access.SIGNED,
    "/staff": Access.STAFF,
    "/staff/city": Access.PUBLIC,
    "/staff/sign-in": Access.PUBLIC,
    "/staff/sign-out": Access.PUBLIC,
    "/staff/static": Access.PUBLIC,
    "/inbox": Access.BRIDGE,
    "/inbox/proposals": Access.EDITOR,
    "/desk": Access.DESK,
    "/admin": Access.ADMIN,
}
SAMPLES = {"int": "1", "float": "1.0", "uuid": "00000000-0000-0000-0000-000000000000"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def app(settings: Settings, parts: Services) -> Flask:
    """The application as it is served, but for the rate limits, which a walk over all routes would meet."""
    made = create_app(settings, parts)
    limiter.reset()
    limiter.enabled = False
    yield made
    limiter.enabled = True


@pytest.fixture
def members(parts: Services) -> dict[str, StaffMember]:
    """One member of staff for each role, all in one team."""
    with parts.database.transaction() as session:
        session.add(Team(id="samen", name="Samen"))
        session.flush()
        return {
            role: add_staff(session, login=f"{role}-1", password="not-used-here", role=role, team_id="samen")
            for role in ROLES
        }


def browser_of(app: Flask, member: StaffMember | None) -> FlaskClient:
    """A browser in which `member` has signed in, or nobody."""
    client = app.test_client()
    if member is not None:
        with client.session_transaction() as session:
            session["_user_id"] = f"{member.id}:{member.session_mark}"
            session.update(signed_in_at=int(time.time()), active_at=int(time.time()), way="password")
    return client


def routes(app: Flask) -> Iterator[tuple[str, str, Access]]:
    """Every method and address that is served, with made-up parts, and the access its blueprint declared."""
    for rule in app.url_map.iter_rules():
        declared = app.extensions["access"][rule.endpoint.rpartition(".")[0]]
        for method in METHODS:
            if method in (rule.methods or ()):
                yield method, address_of(rule), declared


def address_of(rule: Rule) -> str:
    """The address of a rule with something in each variable part."""
    return re.sub(r"<(?:([a-z]+)[^:>]*:)?[^>]+>", lambda part: SAMPLES.get(part[1] or "", "K7M3QF"), rule.rule)


def expected_for(address: str) -> Access | None:
    """The access that an address should have."""
    fitting = [start for start in EXPECTED if address == start or address.startswith(f"{start.rstrip('/')}/")]
    fitting = [start for start in fitting if start != "/" or address == "/"]
    return EXPECTED[max(fitting, key=len)] if fitting else None


def test_every_blueprint_has_declared_its_access(app: Flask) -> None:
    assert set(app.blueprints) == set(app.extensions["access"])


def test_every_address_has_the_access_it_should_have(app: Flask) -> None:
    wrong = [
        f"{method} {address}: {declared}, expected {expected_for(address)}"
        for method, address, declared in routes(app)
        if expected_for(address) is not declared
    ]
    assert not wrong


def test_nobody_gets_behind_the_sign_in_without_signing_in(app: Flask) -> None:
    walked = 0
    for method, address, declared in routes(app):
        if declared in (Access.PUBLIC, Access.SIGNED):
            continue
        answer = app.test_client().open(address, method=method)
        walked += 1
        assert answer.status_code in (302, 303), (method, address, answer.status_code)
        assert answer.headers["Location"].startswith("/staff/sign-in"), (method, address)
        answer = app.test_client().open(address, method=method, json={})
        assert answer.status_code == 401, (method, address, answer.status_code)
    assert walked >= 10


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reaches_its_own_routes_and_no_others(
    app: Flask, members: dict[str, StaffMember], role: str
) -> None:
    """A form without its token is refused with 400, after the guard: that too says that the role may come here."""
    app.config["TESTING"] = True  # what breaks in a view breaks this test
    for method, address, declared in routes(app):
        if declared in (Access.PUBLIC, Access.SIGNED):
            continue
        answer = browser_of(app, members[role]).open(address, method=method)
        allowed = answer.status_code != 403 and "/staff/sign-in" not in answer.headers.get("Location", "")
        answer.close()
        assert allowed is may(role, declared), (role, method, address, answer.status_code)
        assert answer.status_code < 500, (role, method, address)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_is_its_own_and_an_admin_everything(role: str) -> None:
    allowed = {access for access in Access if may(role, access)}
    everyone = {Access.PUBLIC, Access.SIGNED, Access.STAFF}
    assert allowed == (set(Access) if role == "admin" else everyone | {Access(role)})


def test_an_unknown_role_may_nothing_of_its_own() -> None:
    assert {access for access in Access if may("guest", access)} == {Access.PUBLIC, Access.SIGNED, Access.STAFF}


def test_public_addresses_are_open_to_everyone(app: Flask) -> None:
    """What they answer is their own matter; the guard never sends anyone away."""
    for method, address, declared in routes(app):
        if declared is not Access.PUBLIC or method != "GET":
            continue
        answer = app.test_client().open(address, method=method)
        answer.close()
        assert answer.status_code not in (401, 403), (method, address)


@pytest.mark.parametrize("role", ROLES)
def test_the_navigation_leads_to_pages_that_the_role_may_open(
    app: Flask, members: dict[str, StaffMember], role: str
) -> None:
    places = places_of(app, role)
    assert places
    for place in places:
        assert expected_for(place.path) is place.access
        assert browser_of(app, members[role]).get(place.path).status_code in (200, 302, 303, 308), place.path


def test_an_undeclared_blueprint_is_refused(settings: Settings, parts: Services) -> None:
    app = create_app(settings, parts)
    stray = Blueprint("stray", __name__)
    stray.get("/stray")(lambda: "hello")
    app.register_blueprint(stray)
    assert app.test_client().get("/stray").status_code == 403


def test_every_form_needs_its_token(app: Flask, members: dict[str, StaffMember]) -> None:
    """Whatever is sent to a page; programs send JSON without cookies, or sign."""
    exempt = ("/api/", "/webhooks/")
    for method, address, _declared in routes(app):
        if method == "GET" or address.startswith(exempt):
            continue
        answer = browser_of(app, members["admin"]).open(address, method=method, data={"text": "hallo"})
        assert answer.status_code == 400, (method, address, answer.status_code)


@pytest.mark.parametrize(
    "path",
    ["/", "/widget", "/topics", "/t/bulky-waste", "/staff/sign-in", "/nowhere", "/staff/two-step", "/admin/audit"],
)
def test_every_page_has_a_strict_policy(app: Flask, members: dict[str, StaffMember], path: str) -> None:
    response = browser_of(app, members["admin"]).get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*(src=|ld\+json))", response.get_data(as_text=True))
    assert " style=" not in response.get_data(as_text=True)


def test_only_the_widget_may_be_framed_elsewhere(app: Flask) -> None:
    client = app.test_client()
    assert "frame-ancestors *" in client.get("/widget").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in client.get("/").headers["Content-Security-Policy"]
