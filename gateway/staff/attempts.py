"""Every attempt counts before it is judged, so that many at once get no more guesses than one after the other."""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy import or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gateway.staff.audit import record
from gateway.store.database import Database
from gateway.store.schema import StaffMember, now
from gateway.store.staff import find_by_login, fits

logger = logging.getLogger(__name__)

FREE_ATTEMPTS = 5
FIRST_WAIT = dt.timedelta(minutes=1)
LONGEST_WAIT = dt.timedelta(minutes=30)


def wait_after(failed: int) -> dt.timedelta | None:
    """How long nobody gets in after `failed` attempts in a row: none, then 1 minute, doubled each time up to 30."""
    if failed < FREE_ATTEMPTS:
        return None
    doublings = min(failed - FREE_ATTEMPTS, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def check_password(database: Database, *, login: str, password: str) -> StaffMember | None:
    """The account when login and password fit, it is active, not locked, and does not sign in through the city.

    The attempt stays counted when it fails. What failed, and why, cannot be told from outside. Raises StoreUnavailable.
    """
    with database.transaction() as session:
        member = find_by_login(session, login)
        allowed = member is not None and count_attempt(session, member)
    right = fits(member if allowed else None, password)
    if member is None or not allowed:
        return None
    with database.transaction() as session:
        current = session.get_one(StaffMember, member.id)
        if right and current.active and current.oidc_subject is None:
            take_back_attempt(session, current)
            return current
        note_failure(session, current)
    return None


def check_own_password(database: Database, member: StaffMember, password: str) -> bool:
    """Whether someone who is signed in knows the password; wrong ones count as failed sign-ins."""
    return check_password(database, login=member.login, password=password) is not None


def count_attempt(session: Session, member: StaffMember, at: dt.datetime | None = None) -> bool:
    """Count an attempt that is about to be judged; False, and not counted, while the account is locked."""
    at = at or now()
    free = or_(StaffMember.locked_until.is_(None), StaffMember.locked_until <= at)
    counted = session.execute(
        update(StaffMember)
        .where(StaffMember.id == member.id, free)
        .values(failed_sign_ins=StaffMember.failed_sign_ins + 1)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(counted, CursorResult) or not counted.rowcount:
        return False
    failed = session.scalar(select(StaffMember.failed_sign_ins).where(StaffMember.id == member.id)) or 0
    wait = wait_after(failed)
    if wait is not None:
        _set(session, member, locked_until=at + wait)
    return True


def take_back_attempt(session: Session, member: StaffMember) -> None:
    """The attempt was right: it no longer counts, the wrong ones before it still do until someone is all the way in."""
    session.execute(
        update(StaffMember)
        .where(StaffMember.id == member.id, StaffMember.failed_sign_ins > 0)
        .values(failed_sign_ins=StaffMember.failed_sign_ins - 1, locked_until=None)
        .execution_options(synchronize_session=False)
    )


def forget_attempts(session: Session, member: StaffMember) -> None:
    """Someone is all the way in: start counting anew."""
    _set(session, member, failed_sign_ins=0, locked_until=None)


def note_failure(session: Session, member: StaffMember) -> None:
    """Write a failed attempt in the audit log, and whether it locked the account."""
    session.refresh(member)
    locked = member.locked_until is not None and member.locked_until > now()
    record(session, member, "locked" if locked else "sign_in_failed")
    logger.warning("sign-in failed staff=%s attempts=%s locked=%s", member.id, member.failed_sign_ins, locked)


def _set(session: Session, member: StaffMember, **values: object) -> None:
    session.execute(
        update(StaffMember)
        .where(StaffMember.id == member.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
