"""The extra code: on with a right code, asked at sign-in, each code good for one time, off again."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pyotp
import pytest

from gateway.services import Services
from gateway.staff.attempts import FREE_ATTEMPTS
from gateway.staff.totp import STEP_SECONDS, picture, step_of, use_code
from gateway.store.schema import StaffMember
from tests.gateway.staff.conftest import PASSWORD, Staff

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# The clock of these tests stands still, in the middle of a half minute.
NOW = 1_800_000_015


def code_for(secret: str, *, steps: int = 0) -> str:
    """The code of now, or of half minutes later."""
    return pyotp.TOTP(secret).at(NOW + steps * STEP_SECONDS)


def give_code(staff: Staff, code: str) -> int:
    """Send the second form; gives the status."""
    return staff.browser.post("/staff/sign-in/code", data={"code": code}).status_code


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.staff.totp.time", SimpleNamespace(time=lambda: NOW))


@pytest.fixture
def careful(staff: Staff) -> Staff:
    """Someone who has the extra code on."""
    staff.set(totp_secret=SECRET)
    return staff


def test_it_is_turned_on_with_the_shown_secret(staff: Staff) -> None:
    staff.signs_in()
    page = staff.browser.get("/staff/two-step").get_data(as_text=True)
    shown = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert shown
    assert 'src="data:image/svg+xml' in page
    secret = shown[1].replace(" ", "")
    wrong = staff.browser.post("/staff/two-step/on", data={"code": "000000", "password": PASSWORD})
    assert (wrong.status_code, staff.now().totp_secret) == (422, None)
    assert shown[1] in wrong.get_data(as_text=True)  # the same one, so that the app still fits
    other = staff.browser.post("/staff/two-step/on", data={"code": code_for(secret), "password": "wrong"})
    assert (other.status_code, staff.now().totp_secret) == (422, None)
    done = staff.browser.post("/staff/two-step/on", data={"code": code_for(secret), "password": PASSWORD})
    assert done.headers["Location"] == "/staff/account?changed=two_step_on"
    assert staff.now().totp_secret == secret
    assert secret not in staff.browser.get("/staff/two-step").get_data(as_text=True)
    assert staff.did()[-1] == "two_step_on"


def test_the_password_alone_is_not_enough(careful: Staff) -> None:
    asked = careful.signs_in(wanted="/inbox?list=mine")
    assert asked.headers["Location"] == "/staff/sign-in/code"
    assert not careful.gets_in()
    form = careful.browser.get("/staff/sign-in/code").get_data(as_text=True)
    assert 'autocomplete="one-time-code"' in form
    answer = careful.browser.post("/staff/sign-in/code", data={"code": code_for(SECRET)})
    assert answer.headers["Location"] == "/inbox?list=mine"
    assert careful.gets_in()


def test_without_the_password_there_is_no_second_form(careful: Staff) -> None:
    assert careful.browser.get("/staff/sign-in/code").headers["Location"] == "/staff/sign-in"
    assert careful.browser.post("/staff/sign-in/code", data={"code": code_for(SECRET)}).status_code == 303
    assert not careful.gets_in()


def test_a_code_works_once(careful: Staff) -> None:
    code = code_for(SECRET)
    careful.signs_in()
    assert give_code(careful, code) == 303
    careful.browser.post("/staff/sign-out")
    careful.signs_in()
    assert give_code(careful, code) == 401
    assert give_code(careful, code_for(SECRET, steps=1)) == 303


def test_of_two_with_one_code_at_once_one_gets_in(parts: Services, careful: Staff) -> None:
    code = code_for(SECRET)

    def use(_: int) -> bool:
        with parts.database.transaction() as session:
            return use_code(session, session.get_one(StaffMember, careful.number), code)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(4))) == 1


def test_guessing_codes_locks_the_account_and_the_password_does_not_reset_the_count(careful: Staff) -> None:
    for _ in range(FREE_ATTEMPTS):
        careful.signs_in()
        assert give_code(careful, "000000") == 401
    assert careful.signs_in().status_code == 401
    assert careful.did()[-1] == "locked"


def test_the_second_form_is_open_for_five_minutes_and_no_longer_after_a_new_password(careful: Staff) -> None:
    careful.signs_in()
    with careful.browser.session_transaction() as session:
        session["half_signed_in"] = {**session["half_signed_in"], "at": int(time.time()) - 301}
    assert give_code(careful, code_for(SECRET)) == 303
    assert not careful.gets_in()
    careful.signs_in()
    careful.set(session_mark="changed meanwhile")
    assert give_code(careful, code_for(SECRET)) == 401


def test_it_is_turned_off_with_password_and_code(careful: Staff) -> None:
    careful.signs_in()
    give_code(careful, code_for(SECRET, steps=-1))
    assert careful.browser.post("/staff/two-step/off", data={"password": "x", "code": "1"}).status_code == 422
    wrong = careful.browser.post("/staff/two-step/off", data={"password": PASSWORD, "code": "000000"})
    assert (wrong.status_code, careful.now().totp_secret) == (422, SECRET)
    done = careful.browser.post("/staff/two-step/off", data={"password": PASSWORD, "code": code_for(SECRET)})
    assert (done.status_code, careful.now().totp_secret) == (303, None)
    assert careful.did()[-1] == "two_step_off"


@pytest.mark.parametrize(("off_by", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(off_by: int, good: bool) -> None:
    at = NOW
    code = pyotp.TOTP(SECRET).at(at + off_by * STEP_SECONDS)
    assert (step_of(SECRET, f"{code[:3]} {code[3:]}", at=at) == at // STEP_SECONDS + off_by) is good


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "١٢٣٤٥٦", "0" * 20])
def test_nonsense_is_no_code(code: str) -> None:
    assert step_of(SECRET, code) is None


def test_the_picture_holds_what_an_app_needs() -> None:
    assert picture(SECRET, "bridge-1").startswith("data:image/svg+xml")
    address = pyotp.parse_uri(pyotp.TOTP(SECRET).provisioning_uri(name="bridge-1", issuer_name="WieDoetWat"))
    assert (address.name, address.issuer, address.secret) == ("bridge-1", "WieDoetWat", SECRET)
