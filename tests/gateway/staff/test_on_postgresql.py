"""Many at once on PostgreSQL: guesses, codes and logins; its address comes from TEST_DATABASE_URL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pyotp

from gateway.staff.attempts import FREE_ATTEMPTS, check_password
from gateway.staff.totp import new_secret, use_code
from gateway.store.database import Database
from gateway.store.schema import StaffMember
from gateway.store.staff import LoginTaken, add_staff
from tests.gateway.staff.conftest import PASSWORD
from tests.gateway.test_other_engines import postgres  # noqa: F401 (a fixture)

AT_ONCE = 6


def at_once(do: Callable[[int], bool]) -> int:
    """Do it several times at the same moment; gives how often it worked."""
    together = Barrier(AT_ONCE)

    def one(number: int) -> bool:
        together.wait(10)
        return do(number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(one, range(AT_ONCE)))


def hired(database: Database) -> StaffMember:
    """A bridge figure."""
    with database.transaction() as session:
        return add_staff(session, login="bridge-1", password=PASSWORD, role="bridge")


def test_many_guesses_at_once_are_no_more_guesses(postgres: Database) -> None:  # noqa: F811
    member = hired(postgres)
    assert at_once(lambda number: check_password(postgres, login="bridge-1", password=f"{number}") is not None) == 0
    with postgres.transaction() as session:
        kept = session.get_one(StaffMember, member.id)
    assert kept.failed_sign_ins == FREE_ATTEMPTS < AT_ONCE
    assert kept.locked_until is not None


def test_of_many_with_one_code_at_once_one_gets_in(postgres: Database) -> None:  # noqa: F811
    member, secret = hired(postgres), new_secret()
    with postgres.transaction() as session:
        session.get_one(StaffMember, member.id).totp_secret = secret
    code = pyotp.TOTP(secret).now()

    def use(_: int) -> bool:
        with postgres.transaction() as session:
            return use_code(session, session.get_one(StaffMember, member.id), code)

    assert at_once(use) == 1


def test_of_many_who_make_one_login_at_once_one_wins(postgres: Database) -> None:  # noqa: F811
    def make(_: int) -> bool:
        try:
            hired(postgres)
        except LoginTaken:
            return False
        return True

    assert at_once(make) == 1
