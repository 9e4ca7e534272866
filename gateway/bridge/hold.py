"""Holding a case: who may change it, decided by the database, so that two people at once cannot both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from gateway.errors import NotFound
from gateway.store.conversations import lock_conversation
from gateway.store.schema import Case, CaseEvent, CaseState, StaffMember, Team, now


class NoSuchCase(NotFound):
    """No case with this code, or one of another team: which of both is not told."""


class CaseTaken(Exception):
    """A colleague has the case; `by` is their first name or login."""

    def __init__(self, by: str) -> None:
        super().__init__("taken")
        self.by = by


class NotYours(Exception):
    """The case is not in this member's hands (any more): returned to the pool, taken over or closed."""


def lock(session: Session, case: ColumnElement[bool], *, also: str | None = None) -> None:
    """Keep the conversation of a case from other writers, and then the case, until the transaction ends.

    case: the condition that it is this one; nothing for none. also: the id of another conversation to keep with it.
    """
    place = select(Case.conversation_id).where(case)
    while True:
        found = session.scalar(place)
        for conversation_id in sorted({each for each in (found, also) if each}):
            lock_conversation(session, conversation_id)
        if session.scalar(place) == found:  # it did not go on elsewhere while we waited
            session.execute(place.with_for_update(key_share=True))
            return


def visible(session: Session, code: str, member: StaffMember) -> Case:
    """The case, when it is of the member's team or of none; raises NoSuchCase."""
    case = session.scalars(select(Case).where(Case.code == code, _of_team(member))).one_or_none()
    if case is None:
        raise NoSuchCase
    return case


def take(session: Session, code: str, member: StaffMember) -> bool:
    """Put a new case into the member's hands; of two at once, one gets True."""
    lock(session, Case.code == code)
    return _changed(
        session,
        update(Case)
        .where(Case.code == code, Case.state == CaseState.NEW.value, _of_team(member))
        .values(
            state=CaseState.CLAIMED.value,
            claimed_by=member.id,
            team_id=Case.team_id if member.team_id is None else member.team_id,
            touched_at=now(),
        ),
    )


def held(session: Session, code: str, member: StaffMember) -> Case:
    """The case, locked for this transaction, in the member's hands and touched now; raises NoSuchCase, NotYours."""
    lock(session, Case.code == code)
    mine = (Case.code == code, Case.state == CaseState.CLAIMED.value, Case.claimed_by == member.id)
    if not _changed(session, update(Case).where(*mine).values(touched_at=now())):
        visible(session, code, member)
        raise NotYours
    return session.scalars(select(Case).where(Case.code == code).execution_options(populate_existing=True)).one()


def record(session: Session, case: Case, who: str, what: str, detail: str | None = None) -> None:
    """Write down what happened; `detail` never holds words of the resident."""
    session.add(CaseEvent(case_id=case.id, who=who, what=what, detail=detail))


def called(member: StaffMember | None) -> str:
    """How colleagues know them: by first name, else by login."""
    return "" if member is None else member.name or member.login


def team_name(session: Session, case: Case) -> str | None:
    """The name of the case's team; None when it has none."""
    team = session.get(Team, case.team_id) if case.team_id else None
    return team.name if team else None


def _of_team(member: StaffMember) -> Any:
    no_team = Case.team_id.is_(None)
    return no_team if member.team_id is None else or_(Case.team_id == member.team_id, no_team)


def _changed(session: Session, statement: Any) -> bool:
    return bool(getattr(session.execute(statement.execution_options(synchronize_session=False)), "rowcount", 0))
