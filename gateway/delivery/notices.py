"""Tells staff that there is something to look at: `notify` writes rows, the worker finds the addresses and sends.

A notice holds the code of the case and a link, nothing of the resident. `notify_admins` is for what concerns no case.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.delivery.outbox import enqueue
from gateway.store.schema import Case, CaseMessage, Role, StaffMember

ANNOUNCE = "announce"
SETTING = "setting"


class Event(StrEnum):
    """What staff are told about."""

    NEW_CASE = "new_case"
    NEW_MESSAGE = "new_message"
    OVERDUE = "overdue"


class Trouble(StrEnum):
    """What admins are told about, because nobody else can mend it."""

    WHATSAPP_REFUSED = "whatsapp_refused"


def notify(session: Session, case: Case, event: Event | str) -> int:
    """Announce `event` to the case's team, its people and NOTIFY_URLS; how many announcements are new.

    Written in the caller's transaction, once per event: a new case once per team, a message once per message, overdue
    once until someone touches the case again. A message in a claimed case goes to the person who has it, not to the
    colleagues. Raises ValueError for an unknown event.
    """
    event = Event(event)
    session.flush()
    mark = _mark(session, case, event)
    body = {"event": event.value, "code": case.code, "mark": mark}
    return sum(
        enqueue(
            session,
            key=f"{ANNOUNCE}:{event.value}:{case.id}:{addressee}:{mark}",
            channel=ANNOUNCE,
            recipient=addressee,
            body=body,
            case_id=case.id,
        )
        for addressee in _addressees(session, case, event)
    )


def notify_admins(session: Session, trouble: Trouble, *, mark: str) -> int:
    """Announce to admins and NOTIFY_URLS that something needs them, once per `mark`; how many announcements are new."""
    admins = select(StaffMember.id).where(StaffMember.role == Role.ADMIN.value, StaffMember.active)
    addressees = (SETTING, *(f"staff:{number}" for number in session.scalars(admins.order_by(StaffMember.id))))
    return sum(
        enqueue(
            session,
            key=f"{ANNOUNCE}:{trouble.value}:{addressee}:{mark}",
            channel=ANNOUNCE,
            recipient=addressee,
            body={"event": trouble.value, "code": "", "mark": mark},
        )
        for addressee in addressees
    )


def _mark(session: Session, case: Case, event: Event) -> str:
    """What tells this event from the next of its kind in the same case."""
    if event is Event.NEW_MESSAGE:
        said = select(func.max(CaseMessage.id)).where(CaseMessage.case_id == case.id)
        return str(session.scalar(said.where(CaseMessage.sender == "resident")) or 0)
    return str(int(case.touched_at.timestamp())) if event is Event.OVERDUE else "0"


def _addressees(session: Session, case: Case, event: Event) -> Iterable[str]:
    yield SETTING
    if case.team_id is None:
        return
    yield f"team:{case.team_id}"
    of_team = select(StaffMember.id).where(StaffMember.team_id == case.team_id, StaffMember.active)
    if event is Event.NEW_MESSAGE and case.claimed_by is not None:
        of_team = of_team.where(StaffMember.id == case.claimed_by)
    yield from (f"staff:{number}" for number in session.scalars(of_team.order_by(StaffMember.id)))
