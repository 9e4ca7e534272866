"""Wrong codes and names, counted over all conversations: a code is short, so nobody may try thousands of them.

While there are too many, only codes of one's own conversation are answered. They are kept in the audit log.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gateway.store.schema import AuditEntry, now

GUESSER = "resident"
WRONG_CODE, WRONG_NAME = "wrong code", "wrong name"
WINDOW = dt.timedelta(minutes=15)
MOST = 30


def note(session: Session, action: str, subject: str = "") -> None:
    """Count a wrong code, or a wrong name for the case with code `subject`."""
    session.add(AuditEntry(login=GUESSER, action=action, subject=subject, at=now()))


def are_too_many(session: Session) -> bool:
    """True after 30 wrong ones in a quarter of an hour."""
    return _count(session) >= MOST


def names_tried(session: Session, code: str) -> int:
    """How many wrong names were given for this case, ever since the log begins."""
    return _count(session, AuditEntry.subject == code, since=dt.datetime.min.replace(tzinfo=dt.UTC))


def _count(session: Session, *conditions: ColumnElement[bool], since: dt.datetime | None = None) -> int:
    wrong = select(func.count()).select_from(AuditEntry).where(AuditEntry.login == GUESSER)
    wrong = wrong.where(AuditEntry.at >= (since or now() - WINDOW), *conditions)
    return session.scalar(wrong) or 0
