"""Looks up a case by its code, for a resident who comes back: how it stands, and what the team answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.case_codes import find_code
from civic.language.normalise import normalise
from civic.replies import direction_of
from gateway.bridge.owner import OPEN
from gateway.bridge.words import STAFF
from gateway.conversation import guesses
from gateway.conversation.continuing import NAMES_ALLOWED
from gateway.conversation.office_hours import opening_words, team_of
from gateway.inbox.words import STATES
from gateway.services import Services
from gateway.store.cases import find_case
from gateway.store.schema import Case, CaseMessage, StaffMember

NO_CODE = "Dat is geen code. Een code heeft zes tekens, zoals K7M3QF."
UNKNOWN = "Die code kennen we niet. Kijk na of ze juist getypt is."
TOO_MANY = "Er zijn te veel foute codes of namen getypt. Probeer het over een kwartier nog eens."
ASK_NAME = "Bij deze vraag hoort een voornaam. Vraag ze aan de inwoner en typ ze erbij."
WRONG_NAME = "Die voornaam past niet bij deze code."
NO_MORE_NAMES = "Er zijn te veel foute namen getypt bij deze code. Het team dat de vraag heeft, kan helpen."


class NotFoundThatWay(Exception):
    """The code and the name lead to no case; the message is for the helper. `ask_name`: a name is needed."""

    def __init__(self, problem: str, *, ask_name: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.ask_name = ask_name


@dataclass(frozen=True)
class Answer:
    """What a person of the team answered: as written, and translated when there is a translation."""

    number: int
    at: dt.datetime
    who: str
    staff_id: int | None
    text: str
    language: str
    translated: str | None
    translated_language: str | None

    @property
    def direction(self) -> str:
        """Of `translated`."""
        return direction_of(self.translated_language or self.language)


@dataclass(frozen=True)
class LookedUp:
    """How a case stands. `closed_until`: when its team is there again, if nobody is now. `here`: it is in this talk."""

    code: str
    state: str
    is_open: bool
    here: bool
    team: str
    closed_until: str
    since: dt.datetime
    answers: Sequence[Answer]


def find(session: Session, services: Services, *, code: str, name: str, conversation: str) -> Case:
    """The case for this code, and the first name where one was given; raises NotFoundThatWay.

    Wrong ones count together with those of residents: a code is short, and nobody may try thousands of them.
    """
    known = find_code(code)
    if known is None:
        raise NotFoundThatWay(NO_CODE)
    case = find_case(session, known)
    if case is not None and case.conversation_id == conversation:
        return case
    if guesses.are_too_many(session):
        raise NotFoundThatWay(TOO_MANY)
    if case is None:
        guesses.note(session, guesses.WRONG_CODE)
        raise NotFoundThatWay(UNKNOWN)
    if case.name:
        _check_name(session, case, name)
    return case


def _check_name(session: Session, case: Case, name: str) -> None:
    if guesses.names_tried(session, case.code) >= NAMES_ALLOWED:
        raise NotFoundThatWay(NO_MORE_NAMES)
    if not name.strip():
        raise NotFoundThatWay(ASK_NAME, ask_name=True)
    if normalise(name) != normalise(case.name or ""):
        guesses.note(session, guesses.WRONG_NAME, case.code)
        raise NotFoundThatWay(WRONG_NAME, ask_name=True)


def looked_up(session: Session, services: Services, case: Case, *, conversation: str) -> LookedUp:
    """How it stands, for the helper."""
    team = team_of(session, case)
    closed = opening_words(services, "nl", team) if team and case.state in OPEN else None
    return LookedUp(
        code=case.code,
        state=STATES.get(case.state, case.state),
        is_open=case.state in OPEN,
        here=case.conversation_id == conversation,
        team=team.name if team else "",
        closed_until=f"{closed.day} om {closed.time}" if closed else "",
        since=case.created_at,
        answers=answers_of(session, case),
    )


def answers_of(session: Session, case: Case) -> list[Answer]:
    """What staff wrote to the resident, oldest first; notes for colleagues are not among it."""
    said = select(CaseMessage).where(CaseMessage.case_id == case.id, CaseMessage.sender == STAFF)
    found = session.scalars(said.order_by(CaseMessage.id)).all()
    members = {member.id: member.name for member in session.scalars(select(StaffMember))}
    return [
        Answer(
            number=message.id,
            at=message.at,
            who=members.get(message.staff_id or 0, ""),
            staff_id=message.staff_id,
            text=message.original,
            language=message.language,
            translated=message.translated,
            translated_language=message.translated_language if message.translated else None,
        )
        for message in found
    ]
