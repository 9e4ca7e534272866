"""Signing in: what fails looks the same, guessing takes ever longer, and sessions end."""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from gateway.services import Services
from gateway.staff.attempts import FREE_ATTEMPTS, check_password, wait_after
from gateway.staff.session import IDLE_SECONDS, LONGEST_SECONDS
from gateway.store.database import Database
from gateway.store.schema import now
from gateway.store.staff import end_sessions
from tests.gateway.staff.conftest import PASSWORD, Staff


def test_capitals_and_spaces_in_a_login_do_not_matter(app: Flask, staff: Staff) -> None:
    answer = app.test_client().post("/staff/sign-in", data={"login": " Bridge-1 ", "password": PASSWORD})
    assert answer.headers["Location"] == "/inbox"


@pytest.mark.parametrize(("role", "start"), [("bridge", "/inbox"), ("desk", "/desk"), ("admin", "/inbox")])
def test_everyone_starts_at_a_page_of_their_own(hire: Callable[..., Staff], role: str, start: str) -> None:
    assert hire("someone", role=role).signs_in().headers["Location"] == start


def test_one_comes_back_to_the_page_that_was_wanted(app: Flask, staff: Staff) -> None:
    asked = staff.browser.get("/inbox?list=mine&language=ar")
    form = staff.browser.get(asked.headers["Location"]).get_data(as_text=True)
    wanted = re.search(r'name="next" value="([^"]*)"', form)
    assert wanted
    assert staff.signs_in(wanted=wanted[1].replace("&amp;", "&")).headers["Location"] == "/inbox?list=mine&language=ar"


def test_what_fails_looks_the_same_whatever_the_cause(app: Flask, hire: Callable[..., Staff]) -> None:
    hire("off").set(active=False)
    hire("locked").set(locked_until=now() + dt.timedelta(minutes=5))
    hire("city").set(oidc_subject="someone at the city")
    hire("known")
    tried = {"off": PASSWORD, "locked": PASSWORD, "city": PASSWORD, "known": "wrong", "nobody": PASSWORD}
    shown = set()
    for login, password in tried.items():
        answer = app.test_client().post("/staff/sign-in", data={"login": login, "password": password})
        assert answer.status_code == 401
        shown.add(re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True)))
    assert len(shown) == 1


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(staff: Staff) -> None:
    for _ in range(FREE_ATTEMPTS):
        assert staff.signs_in("wrong").status_code == 401
    assert staff.signs_in().status_code == 401
    assert staff.did() == ["sign_in_failed"] * (FREE_ATTEMPTS - 1) + ["locked"]
    staff.set(locked_until=now() - dt.timedelta(seconds=1))
    assert staff.signs_in().status_code == 303
    assert staff.now().failed_sign_ins == 0


def test_each_next_wrong_password_locks_for_twice_as_long(staff: Staff) -> None:
    staff.set(failed_sign_ins=FREE_ATTEMPTS)
    assert staff.signs_in("wrong").status_code == 401
    locked_until = staff.now().locked_until
    assert locked_until is not None
    assert dt.timedelta(seconds=100) < locked_until - now() <= dt.timedelta(seconds=120)


def test_the_wait_grows_from_nothing_to_half_an_hour() -> None:
    waits = [wait_after(failed) for failed in (1, 4, 5, 6, 7, 8, 9, 10, 11, 1000)]
    assert waits == [None, None] + [dt.timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 16, 30, 30, 30)]


def test_many_guesses_at_once_are_no_more_guesses(parts: Services, staff: Staff) -> None:
    def guess(number: int) -> bool:
        return check_password(parts.database, login=staff.login, password=f"guess {number}") is not None

    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(guess, range(16)))
    assert staff.now().failed_sign_ins == FREE_ATTEMPTS
    assert len(staff.did()) == FREE_ATTEMPTS
    assert check_password(parts.database, login=staff.login, password=PASSWORD) is None


def test_a_right_password_does_not_pay_for_the_wrong_ones_before_it(parts: Services, staff: Staff) -> None:
    staff.signs_in("wrong")
    staff.signs_in("wrong")
    assert check_password(parts.database, login=staff.login, password=PASSWORD) is not None
    assert staff.now().failed_sign_ins == 2  # forgotten only when someone is all the way in


def test_signing_out_ends_the_session(staff: Staff) -> None:
    staff.signs_in()
    assert staff.gets_in()
    assert staff.browser.post("/staff/sign-out").status_code == 303
    assert not staff.gets_in()
    assert staff.did() == ["signed_in", "signed_out"]


def test_staff_pages_are_not_kept_by_the_browser(staff: Staff) -> None:
    staff.signs_in()
    assert staff.browser.get("/staff/account").headers["Cache-Control"] == "no-store"
    assert staff.browser.get("/inbox").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("begun", "active"), [(LONGEST_SECONDS + 60, 0), (IDLE_SECONDS + 60, IDLE_SECONDS + 60)])
def test_a_session_ends_after_a_working_day_and_after_idle_hours(staff: Staff, begun: int, active: int) -> None:
    staff.signs_in()
    with staff.browser.session_transaction() as session:
        session["signed_in_at"] = int(time.time()) - begun
        session["active_at"] = int(time.time()) - active
    assert not staff.gets_in()


def test_working_keeps_the_session_and_a_stream_does_not(staff: Staff) -> None:
    staff.signs_in()
    old = int(time.time()) - IDLE_SECONDS + 60
    for headers, expected in (({"Accept": "text/event-stream"}, old), ({}, int(time.time()))):
        with staff.browser.session_transaction() as session:
            session.update(signed_in_at=old, active_at=old)
        staff.browser.get("/staff/account", headers=headers)
        with staff.browser.session_transaction() as session:
            assert abs(session["active_at"] - expected) < 5


def test_a_phone_that_changes_networks_stays_signed_in(staff: Staff) -> None:
    staff.signs_in()
    response = staff.browser.get("/staff/account", environ_base={"REMOTE_ADDR": "10.20.30.40"})
    assert response.status_code == 200


def test_switching_off_ends_the_session_at_once(parts: Services, staff: Staff) -> None:
    staff.signs_in()
    staff.set(active=False)
    assert not staff.gets_in()


def test_a_new_mark_ends_every_session(parts: Services, staff: Staff) -> None:
    staff.signs_in()
    with parts.database.transaction() as session:
        end_sessions(session, staff.now())
    assert not staff.gets_in()


def test_a_session_from_before_marks_ends(staff: Staff) -> None:
    staff.signs_in()
    with staff.browser.session_transaction() as session:
        session["_user_id"] = str(staff.number)
    assert not staff.gets_in()


def test_a_stream_hears_that_it_is_over(parts: Services, staff: Staff) -> None:
    from gateway.staff.session import is_still_signed_in

    member = staff.now()
    with parts.database.transaction() as session:
        assert is_still_signed_in(session, member)
    staff.set(active=False)
    with parts.database.transaction() as session:
        assert not is_still_signed_in(session, member)


def test_the_residents_talk_in_the_same_browser_stays(staff: Staff) -> None:
    with staff.browser.session_transaction() as session:
        session["conversation"] = "a-talk"
    staff.signs_in()
    staff.browser.post("/staff/sign-out")
    with staff.browser.session_transaction() as session:
        assert session["conversation"] == "a-talk"
        assert not {"signed_in_at", "active_at", "way"} & set(session)


def test_a_locked_database_says_so_and_lets_nobody_in(staff: Staff, lock: Callable[[], None]) -> None:
    staff.signs_in()
    lock()
    assert staff.signs_in(browser=staff.app.test_client()).status_code == 503
    assert staff.gets_in()  # reading goes on
    assert staff.browser.post("/staff/sign-out").status_code == 303
    assert not staff.gets_in()


def test_without_a_database_staff_pages_say_so_and_pages_for_everyone_work(
    parts: Services, staff: Staff, tmp_path: Path
) -> None:
    staff.signs_in()
    object.__setattr__(parts, "database", Database(f"sqlite:///{tmp_path}"))  # a folder is no database
    assert staff.browser.get("/staff/account").status_code == 503
    assert staff.browser.get("/privacy").status_code == 200
    assert staff.browser.post("/staff/sign-out").status_code == 303


def test_scripts_get_a_plain_refusal(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/inbox", headers={"Accept": "text/event-stream"}).status_code == 401
    refused = client.post("/staff/sign-out-everywhere", json={})
    assert refused.status_code == 401


def test_logs_hold_no_logins_and_no_passwords(staff: Staff, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for password in ("wrong-password", PASSWORD):
        staff.signs_in(password)
    assert "sign-in failed" in caplog.text
    for word in (staff.login, "wrong-password", PASSWORD):
        assert word not in caplog.text
