"""Tells what became of a case when a message names its code, and offers to go on with it here."""

from __future__ import annotations

from sqlalchemy.orm import Session

from civic.case_codes import find_code
from civic.replies import Button, Reply
from gateway.bridge.owner import OPEN, open_cases_of
from gateway.bridge.telling import phrase_reply
from gateway.conversation import guesses
from gateway.conversation.asides import is_code_alone
from gateway.conversation.continuing import CONTINUE, go_on
from gateway.conversation.office_hours import opening_words, team_of
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.cases import find_case, newest_case_of
from gateway.store.schema import Case, CaseState, Turn
from gateway.store.schema.conversations import WHATSAPP

PHRASES = {
    CaseState.NEW: "case_status_new",
    CaseState.CLAIMED: "case_status_claimed",
    CaseState.RESOLVED: "case_status_closed",
    CaseState.UNREACHABLE: "case_status_closed",
}


def answer(services: Services, talk: Talk) -> Outcome | None:
    """The state of the case in words; None when the message names no code."""
    code = None if talk.is_payload else find_code(talk.text)
    if code is None:
        return None
    with services.database.transaction() as session:
        case = find_case(session, code)
        own = case is not None and case.conversation_id == talk.id
        if not own and guesses.are_too_many(session):
            return Outcome(replies=(phrase_reply(services, talk.language, "code_later"),))
        if case is None:
            guesses.note(session, guesses.WRONG_CODE)
            return Outcome(replies=(phrase_reply(services, talk.language, "case_unknown"),))
        if own or case.state not in OPEN or not _came_for_it(talk):
            return Outcome(replies=_told(session, services, talk, case, own=own))
    return go_on(services, talk, code)


def _came_for_it(talk: Talk) -> bool:
    """True for a talk on WhatsApp that begins with a code, as the QR on a slip or a page lets them begin."""
    return talk.is_first and talk.channel == WHATSAPP and is_code_alone(talk.text)


def own_case(services: Services, talk: Talk) -> Outcome | None:
    """The state of the newest case of this conversation; None when it has none."""
    with services.database.transaction() as session:
        case = newest_case_of(session, talk.id)
        return Outcome(replies=_told(session, services, talk, case, own=True)) if case else None


def _told(session: Session, services: Services, talk: Talk, case: Case, *, own: bool) -> tuple[Reply, ...]:
    phrase = PHRASES[CaseState(case.state)]
    if case.state == CaseState.CLAIMED.value and case.whose_turn == Turn.RESIDENT.value:
        phrase = "case_status_your_turn"
    status = phrase_reply(services, talk.language, phrase, code=case.code)
    if case.state not in OPEN:
        return (status,)
    if not own and not open_cases_of(session, talk.id):
        button = Button(
            title=services.content.phrase("continue_button", talk.language), payload=f"{CONTINUE}{case.code}"
        )
        status = status.model_copy(update={"buttons": (button,)})
    return (status, *_when_closed(session, services, talk, case))


def _when_closed(session: Session, services: Services, talk: Talk, case: Case) -> tuple[Reply, ...]:
    team = team_of(session, case)
    closed = opening_words(services, talk.language, team) if team else None
    if team is None or closed is None:
        return ()
    told = {"team": team.name, "day": closed.day, "time": closed.time}
    return (phrase_reply(services, talk.language, "case_team_closed", buttons=None, **told),)
