"""One's own account: the first password, a new one, and signing out everywhere."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from gateway.services import Services
from gateway.staff.passwords import problem_with
from gateway.store.schema import StaffMember
from gateway.store.staff import (
    LoginTaken,
    UnknownTeam,
    add_staff,
    add_with_first_password,
    is_last_admin,
    is_login,
    new_first_password,
)
from tests.gateway.staff.conftest import PASSWORD, Staff

NEW = "een andere zin van woorden"


def change(staff: Staff, *, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> int:
    """Send the form; gives the status."""
    data = {"old": old, "new": new, "again": new if again is None else again}
    return staff.browser.post("/staff/password", data=data).status_code


def test_a_first_password_must_be_replaced_before_anything_else(parts: Services, hire: Callable[..., Staff]) -> None:
    hire("admin-1", role="admin")
    with parts.database.transaction() as session:
        member, first = add_with_first_password(session, login="bridge-9", role="bridge")
    newcomer = Staff(hire("unused").app, parts, member)
    assert newcomer.signs_in(first, wanted="/inbox").headers["Location"] == "/staff/password"
    for path in ("/inbox", "/staff/account", "/staff/two-step"):
        assert newcomer.browser.get(path).headers["Location"] == "/staff/password"
    page = newcomer.browser.get("/staff/password").get_data(as_text=True)
    assert "Kies je eigen wachtwoord" in page
    assert "Mijn account" not in page
    assert change(newcomer, old=first, new=first) == 422
    assert change(newcomer, old=first) == 303
    assert newcomer.gets_in("/inbox")
    assert newcomer.signs_in(first).status_code == 401
    assert newcomer.signs_in(NEW).headers["Location"] == "/inbox"


def test_signing_out_works_before_the_first_password_is_replaced(parts: Services, staff: Staff) -> None:
    staff.set(must_change_password=True)
    staff.signs_in()
    assert staff.browser.post("/staff/sign-out").headers["Location"] == "/staff/sign-in"
    assert "/staff/sign-in" in staff.browser.get("/inbox").headers["Location"]


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(staff: Staff) -> None:
    other = staff.app.test_client()
    staff.signs_in(browser=other)
    staff.signs_in()
    assert change(staff) == 303
    assert staff.gets_in()
    assert not staff.gets_in(browser=other)
    assert "password_changed" in staff.did()


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        (NEW, "iets anders", "niet gelijk"),
        ("kort", "kort", "te kort"),
        ("x" * 201, "x" * 201, "te lang"),
        ("abababababababab", "abababababababab", "te makkelijk"),
        ("mijn-bridge-1-wachtwoord", "mijn-bridge-1-wachtwoord", "gebruikersnaam"),
        (PASSWORD, PASSWORD, "een ander wachtwoord"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(staff: Staff, new: str, again: str, words: str) -> None:
    staff.signs_in()
    answer = staff.browser.post("/staff/password", data={"old": PASSWORD, "new": new, "again": again})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert staff.signs_in(browser=staff.app.test_client()).status_code == 303  # the old one still works


def test_a_good_password_has_no_problem() -> None:
    assert problem_with(NEW, again=NEW, login="bridge-1", old=PASSWORD) is None


def test_guessing_the_current_password_locks_the_account(staff: Staff) -> None:
    staff.signs_in()
    for _ in range(5):
        assert change(staff, old="een gok van iemand") == 422
    assert change(staff) == 422  # locked, for the right one too
    assert staff.signs_in(browser=staff.app.test_client()).status_code == 401


def test_signing_out_everywhere_means_here_too(staff: Staff) -> None:
    other = staff.app.test_client()
    staff.signs_in()
    staff.signs_in(browser=other)
    assert staff.browser.post("/staff/sign-out-everywhere").headers["Location"] == "/staff/sign-in"
    assert not staff.gets_in()
    assert not staff.gets_in(browser=other)


def test_the_account_page_says_who_i_am(hire: Callable[..., Staff]) -> None:
    member = hire(team="samen")
    member.signs_in()
    page = member.browser.get("/staff/account").get_data(as_text=True)
    for word in ("bridge-1", "brugfiguur", "Samen", "Overal afmelden"):
        assert word in page
    assert '<html lang="nl" dir="ltr">' in member.browser.get("/staff/account?language=ar").get_data(as_text=True)


def test_the_navigation_shows_what_the_role_may_open(hire: Callable[..., Staff]) -> None:
    bridge, admin = hire("bridge-2"), hire("admin-1", role="admin")
    for member, sees in ((bridge, False), (admin, True)):
        member.signs_in()
        page = member.browser.get("/staff/account").get_data(as_text=True)
        assert ('href="/admin/audit"' in page) is sees
        assert 'href="/inbox"' in page
        assert 'href="/staff/account" aria-current="page"' in page


def test_two_people_cannot_have_one_login(parts: Services, staff: Staff) -> None:
    with pytest.raises(LoginTaken), parts.database.transaction() as session:
        add_staff(session, login="BRIDGE-1 ", password=PASSWORD, role="bridge")
    with pytest.raises(UnknownTeam), parts.database.transaction() as session:
        add_staff(session, login="bridge-3", password=PASSWORD, role="bridge", team_id="nowhere")


def test_of_those_who_make_one_login_at_once_one_wins(parts: Services) -> None:
    """All look before the first is there, because making the hash takes longer: the database decides."""
    together = Barrier(3)

    def make(_: int) -> str:
        together.wait(10)
        try:
            with parts.database.transaction() as session:
                add_staff(session, login="bridge-1", password=PASSWORD, role="bridge")
        except LoginTaken:
            return "taken"
        return "made"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(make, range(3))) == ["made", "taken", "taken"]


@pytest.mark.parametrize(("text", "good"), [("bridge-1", True), ("an.b@genk.be", True), ("B", False), ("a b", False)])
def test_what_can_be_a_login(text: str, good: bool) -> None:
    assert is_login(text) is good


def test_a_new_first_password_is_a_clean_slate(parts: Services, staff: Staff) -> None:
    staff.signs_in()
    staff.set(failed_sign_ins=9, totp_secret="A" * 32, totp_used=1, oidc_subject="someone at the city")
    with parts.database.transaction() as session:
        first = new_first_password(session, session.get_one(StaffMember, staff.number))
    assert not staff.gets_in()
    assert staff.signs_in().status_code == 401
    assert staff.signs_in(first).headers["Location"] == "/staff/password"


def test_the_last_admin_is_known(parts: Services, hire: Callable[..., Staff]) -> None:
    first, bridge = hire("admin-1", role="admin"), hire("bridge-1")
    with parts.database.transaction() as session:
        assert is_last_admin(session, first.now())
        assert not is_last_admin(session, bridge.now())
    second = hire("admin-2", role="admin")
    with parts.database.transaction() as session:
        assert not is_last_admin(session, first.now())
    second.set(active=False)
    with parts.database.transaction() as session:
        assert is_last_admin(session, first.now())
