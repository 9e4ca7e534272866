"""A case goes to another team only when the resident agrees."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gateway.bridge.hold import held, record
from gateway.bridge.owner import open_cases_of, settle_owner
from gateway.bridge.telling import say_to_resident
from gateway.delivery.notices import Event, notify
from gateway.errors import NotFound
from gateway.services import Services
from gateway.store.schema import Case, CaseState, StaffMember, Team, Turn, now

AGREED = "/forward_yes_"
DECLINED = "/forward_no_"
RESIDENT = "resident"


class NoSuchTeam(NotFound):
    """No other team with this id that takes cases."""


def forward(services: Services, code: str, member: StaffMember, team_id: str, *, agreed: bool = False) -> Case:
    """Ask the resident whether the case may go to another team; it stays where it is until they agree.

    agreed: the resident agreed elsewhere (on the phone, at the desk): it goes at once, and that is written down.
    Raises NoSuchTeam, NoSuchCase, NotYours.
    """
    with services.database.transaction() as session:
        case = held(session, code, member)
        team = session.get(Team, team_id)
        if team is None or not team.active or team.id == case.team_id:
            raise NoSuchTeam
        case.forward_to = team.id
        if agreed:
            record(session, case, member.login, "agreed elsewhere", team.id)
            _move(session, services, case, team, by=member.login)
            return case
        case.whose_turn = Turn.RESIDENT.value
        record(session, case, member.login, "forward asked", team.id)
        yes, no = f"{AGREED}{case.code}", f"{DECLINED}{case.code}"
        buttons = {"forward_yes_button": yes, "forward_no_button": no}
        say_to_resident(session, services, case, "forward_question", buttons=buttons, code=case.code, team=team.name)
        return case


def asked_to_forward(session: Session, conversation_id: str) -> Case | None:
    """The case of this conversation that waits for the resident's yes or no, if there is one."""
    return next((case for case in open_cases_of(session, conversation_id) if case.forward_to), None)


def answer_forward(session: Session, services: Services, case: Case, *, agrees: bool) -> dict[str, Any] | None:
    """Carry out the resident's answer; `case` is waiting for it. Gives the message that they were told."""
    team = session.get(Team, case.forward_to) if case.forward_to else None
    if agrees and team is not None and team.active:
        return _move(session, services, case, team, by=RESIDENT)
    case.forward_to, case.whose_turn, case.touched_at = None, Turn.STAFF.value, now()
    record(session, case, RESIDENT, "forward declined" if not agrees else "forward not possible")
    notify(session, case, Event.NEW_MESSAGE)
    phrase = "forward_not_possible" if agrees else "forward_declined"
    return say_to_resident(session, services, case, phrase, code=case.code)


def _move(session: Session, services: Services, case: Case, team: Team, *, by: str) -> dict[str, Any] | None:
    old = session.get(Team, case.team_id) if case.team_id else None
    case.team_id, case.forward_to, case.claimed_by, case.state = team.id, None, None, CaseState.NEW.value
    case.whose_turn, case.touched_at = Turn.STAFF.value, now()
    came_from = f"Doorgegeven door {old.name}" if old else "Doorgegeven"
    case.routed_because = [*case.routed_because, f"{came_from} aan {team.name}. De bewoner vond dat goed."]
    record(session, case, by, "forwarded", team.id)
    settle_owner(session, case.conversation_id)
    notify(session, case, Event.NEW_CASE)
    return say_to_resident(session, services, case, "forwarded", code=case.code, team=team.name)
