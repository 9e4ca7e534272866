"""The lists of the inbox: whose cases, in which order, and through which filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, UnaryExpression, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import Session

from gateway.store.schema import Case, CaseEvent, CaseState, StaffMember, Turn

ListName = Literal["new", "mine", "waiting", "overdue", "closed"]
LISTS: tuple[ListName, ...] = get_args(ListName)
OPEN = (CaseState.NEW.value, CaseState.CLAIMED.value)
CLOSED = (CaseState.RESOLVED.value, CaseState.UNREACHABLE.value)
OVERDUE = "overdue"
LENGTH = 200


def cases_in(
    session: Session,
    member: StaffMember,
    list_name: ListName,
    *,
    language: str | None = None,
    topic: str | None = None,
    neighbourhood: str | None = None,
    channel: str | None = None,
) -> Sequence[Case]:
    """The member's cases in this list, overdue first, then newest; at most 200.

    new: nobody has them yet. mine: claimed by the member. waiting: claimed, the resident's turn. overdue: waited too
    long for staff. closed: newest closed first. Cases that no team got are new to everyone: they must not be lost.
    """
    chosen = select(Case).where(may_see(member), _in_list(member, list_name))
    for column, value in (
        (Case.language, language),
        (Case.topic, topic),
        (Case.neighbourhood, neighbourhood),
        (Case.channel, channel),
    ):
        if value:
            chosen = chosen.where(column == value)
    return session.scalars(chosen.order_by(*_order(list_name)).limit(LENGTH)).all()


def counts(session: Session, member: StaffMember) -> dict[ListName, int]:
    """How many cases each list holds, without filters."""
    return {
        name: session.scalar(select(func.count()).select_from(Case).where(may_see(member), _in_list(member, name))) or 0
        for name in LISTS
    }


def may_see(member: StaffMember) -> ColumnElement[bool]:
    """The condition on cases: of the member's team, or open and of no team."""
    unrouted = and_(Case.team_id.is_(None), Case.state.in_(OPEN))
    return unrouted if member.team_id is None else or_(Case.team_id == member.team_id, unrouted)


def is_overdue() -> ColumnElement[bool]:
    """The condition on cases: staff's turn, and marked overdue since someone last did something."""
    marked = exists().where(CaseEvent.case_id == Case.id, CaseEvent.what == OVERDUE, CaseEvent.at >= Case.touched_at)
    return and_(Case.state.in_(OPEN), Case.whose_turn == Turn.STAFF.value, marked)


def _in_list(member: StaffMember, name: ListName) -> ColumnElement[bool]:
    claimed = Case.state == CaseState.CLAIMED.value
    return {
        "new": Case.state == CaseState.NEW.value,
        "mine": and_(claimed, Case.claimed_by == member.id),
        "waiting": and_(claimed, Case.whose_turn == Turn.RESIDENT.value),
        "overdue": is_overdue(),
        "closed": Case.state.in_(CLOSED),
    }.get(name, false())


def _order(name: ListName) -> tuple[ColumnElement[Any] | UnaryExpression[Any], ...]:
    if name == "closed":
        return Case.closed_at.desc(), Case.id.desc()
    return case((is_overdue(), 0), else_=1), Case.created_at.desc(), Case.id.desc()
