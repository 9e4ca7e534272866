"""What time does to cases: untouched ones return to the pool, late ones are marked. Run every few minutes."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from civic.bridge.hours import open_time_between
from gateway.bridge.hold import lock, record
from gateway.bridge.lists import OVERDUE, is_overdue
from gateway.bridge.owner import OPEN, settle_owner
from gateway.bridge.telling import say_to_resident
from gateway.delivery.notices import Event, notify
from gateway.services import Services
from gateway.store.schema import Case, CaseState, Team, Turn, now

logger = logging.getLogger(__name__)
CLOCK = "system"


def return_untouched(services: Services, at: dt.datetime | None = None) -> int:
    """Give claimed cases back to their pool when it is staff's turn and nobody did anything for too long; how many.

    RETURN_AFTER_HOURS counts the hours in which the team is there. `at`: the moment it is (default: now).
    """
    limit = dt.timedelta(hours=services.settings.return_after_hours)
    with services.database.transaction() as session:
        late = [case.id for case in _late(session, (CaseState.CLAIMED.value,), limit, at or now())]
    return sum(_return(services, case_id) for case_id in late)


def mark_overdue(services: Services, at: dt.datetime | None = None) -> int:
    """Mark and announce the open cases that wait for staff too long, once until someone touches them; how many.

    OVERDUE_AFTER_HOURS counts the hours in which the team is there. `at`: the moment it is (default: now).
    """
    limit = dt.timedelta(hours=services.settings.overdue_after_hours)
    with services.database.transaction() as session:
        late = [case.id for case in _late(session, OPEN, limit, at or now(), unmarked=True)]
    return sum(_mark(services, case_id) for case_id in late)


def _late(
    session: Session, states: tuple[str, ...], limit: dt.timedelta, at: dt.datetime, *, unmarked: bool = False
) -> Iterator[Case]:
    """Cases whose team was there for `limit` since someone last did something, and did nothing."""
    teams = {team.id: team.hours for team in session.scalars(select(Team))}
    waiting = select(Case).where(
        Case.state.in_(states), Case.whose_turn == Turn.STAFF.value, Case.touched_at <= at - limit
    )
    if unmarked:
        waiting = waiting.where(~is_overdue())
    for case in session.scalars(waiting):
        hours = teams.get(case.team_id or "", {})
        if open_time_between(hours, case.touched_at, at) >= limit:
            yield case


def _return(services: Services, case_id: int) -> bool:
    """One case, in its own transaction: one that cannot be returned now does not keep the others."""
    with services.database.transaction() as session:
        lock(session, Case.id == case_id)
        case = session.get_one(Case, case_id)
        touched, member = case.touched_at, case.claimed_by
        freed = session.execute(
            update(Case)
            .where(Case.id == case_id, Case.state == CaseState.CLAIMED.value, Case.touched_at == touched)
            .where(Case.claimed_by == member, Case.whose_turn == Turn.STAFF.value)
            .values(state=CaseState.NEW.value, claimed_by=None, forward_to=None)
        )
        if not getattr(freed, "rowcount", 0):
            return False
        record(session, case, CLOCK, "returned")
        settle_owner(session, case.conversation_id)
        say_to_resident(session, services, case, "returned", code=case.code)
        logger.info("case=%s returned to the pool", case.code)
        return True


def _mark(services: Services, case_id: int) -> bool:
    with services.database.transaction() as session:
        # Writing first makes a second worker wait here, and then see the first one's mark.
        session.execute(update(Case).where(Case.id == case_id).values(touched_at=Case.touched_at))
        unmarked = (Case.id == case_id, Case.state.in_(OPEN), Case.whose_turn == Turn.STAFF.value, ~is_overdue())
        case = session.scalars(select(Case).where(*unmarked)).one_or_none()
        if case is None:
            return False
        record(session, case, CLOCK, OVERDUE)
        notify(session, case, Event.OVERDUE)
        logger.info("case=%s overdue", case.code)
        return True
