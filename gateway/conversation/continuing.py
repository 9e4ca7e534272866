"""Goes on with a case in another conversation: who knows its code, and the first name where one was given.

Only what is said from now on is seen there, and the earlier conversation is told.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from civic.language.normalise import normalise
from gateway.bridge.hold import lock, record
from gateway.bridge.owner import OPEN, settle_owner
from gateway.bridge.telling import conversation_of, phrase_reply, say_to_resident
from gateway.conversation import guesses
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.cases import find_case
from gateway.store.schema import Case

CONTINUE = "/continue_"
NAMES_ALLOWED = 3


def answer(services: Services, talk: Talk) -> Outcome | None:
    """Carry out "go on here", or check the name that was asked for it; None for anything else."""
    if talk.is_payload:
        code = talk.text.removeprefix(CONTINUE) if talk.text.startswith(CONTINUE) else None
        return go_on(services, talk, code) if code else None
    code = talk.pending.get("continue")
    return _named(services, talk, str(code)) if code else None


def go_on(services: Services, talk: Talk, code: str) -> Outcome:
    """Go on with the case here; first asks the name, where one was given."""
    with services.database.transaction() as session:
        case = _open_case(session, talk, code)
        if case is None:
            return _say(services, talk, "case_unknown")
        if not case.name:
            return _move(session, services, talk, case)
    outcome = _say(services, talk, "continue_name_question")
    return Outcome(replies=outcome.replies, pending={"continue": code})


def _named(services: Services, talk: Talk, code: str) -> Outcome:
    with services.database.transaction() as session:
        case = _open_case(session, talk, code)
        if case is None:
            return _say(services, talk, "case_unknown")
        if guesses.names_tried(session, code) >= NAMES_ALLOWED:
            return _say(services, talk, "continue_no_more_names")
        if guesses.are_too_many(session):
            return _say(services, talk, "code_later")
        if normalise(talk.text) != normalise(case.name or ""):
            guesses.note(session, guesses.WRONG_NAME, code)
            return _say(services, talk, "continue_wrong_name")
        return _move(session, services, talk, case)


def _move(session: Session, services: Services, talk: Talk, case: Case) -> Outcome:
    if case.conversation_id == talk.id:  # the second try of a message whose first one was cut off
        return Outcome(replies=())
    told = move(session, services, case, conversation=talk.id)
    return Outcome(replies=(), kept=(told,) if told else ())


def move(session: Session, services: Services, case: Case, *, conversation: str) -> dict[str, Any] | None:
    """The case goes on in this conversation; the earlier one hears that, in case it was somebody else.

    The caller checked the name and locked both. Gives back the message that tells it.
    """
    before = case.conversation_id
    if before is not None and before != conversation:
        say_to_resident(session, services, case, "continued_elsewhere", code=case.code)
    case.conversation_id = conversation
    settle_owner(session, before)
    settle_owner(session, conversation)
    record(session, case, guesses.GUESSER, "continued")
    goes_on = conversation_of(session, case)
    if goes_on is not None:
        goes_on.pending = {}
    return say_to_resident(session, services, case, "continued", code=case.code)


def _open_case(session: Session, talk: Talk, code: str) -> Case | None:
    lock(session, Case.code == code, also=talk.id)
    case = find_case(session, code)
    return case if case is not None and case.state in OPEN else None


def _say(services: Services, talk: Talk, phrase: str) -> Outcome:
    return Outcome(replies=(phrase_reply(services, talk.language, phrase),), pending={})
