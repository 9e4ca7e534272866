"""The resident's yes or no to what staff ask in a case: may it go to another team, and did it help."""

from __future__ import annotations

from sqlalchemy.orm import Session

from civic.consent import ASK_PERSON
from civic.replies import Button
from gateway.bridge.forwarding import AGREED, DECLINED, answer_forward, asked_to_forward
from gateway.bridge.hold import record
from gateway.bridge.lists import CLOSED
from gateway.bridge.owner import open_cases_of
from gateway.bridge.telling import HELPED, phrase_reply
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.cases import find_case
from gateway.store.conversations import lock_conversation
from gateway.store.schema import Case, Owner


def forwarding(services: Services, talk: Talk) -> Outcome | None:
    """Carry out the answer to "may it go to another team?"; None when that is not what was said."""
    if talk.owner is Owner.BOT:
        return None
    with services.database.transaction() as session:
        lock_conversation(session, talk.id)
        agrees, case = _forward_answer(session, services, talk)
        if agrees is None or case is None:
            return None
        told = answer_forward(session, services, case, agrees=agrees)
    return Outcome(replies=(), kept=(told,) if told else ())


def _forward_answer(session: Session, services: Services, talk: Talk) -> tuple[bool | None, Case | None]:
    if talk.is_payload:
        agrees = next((payload == AGREED for payload in (AGREED, DECLINED) if talk.text.startswith(payload)), None)
        cases = open_cases_of(session, talk.id) if agrees is not None else []
        return agrees, next((case for case in cases if case.forward_to and talk.text.endswith(case.code)), None)
    return _plain(services, talk.text), asked_to_forward(session, talk.id)


def helped(services: Services, talk: Talk) -> Outcome | None:
    """Keep the answer to "did it help?", once; who was not helped may ask for a person again."""
    code, answer = _helped_answer(services, talk)
    if code is None or answer is None:
        return None
    with services.database.transaction() as session:
        case = find_case(session, code)
        if case is None or case.conversation_id != talk.id or case.state not in CLOSED:
            return None
        if case.helped is None:
            case.helped = answer
            record(session, case, "resident", "helped" if answer else "not helped")
    if answer:
        return Outcome(replies=(phrase_reply(services, talk.language, "helped_thanks"),), pending={})
    again = Button(title=services.content.phrase("ask_person_button", talk.language), payload=ASK_PERSON)
    sorry = phrase_reply(services, talk.language, "helped_sorry").model_copy(update={"buttons": (again,)})
    return Outcome(replies=(sorry,), pending={})


def _helped_answer(services: Services, talk: Talk) -> tuple[str | None, bool | None]:
    if talk.is_payload:
        for payload, answer in HELPED.items():
            if talk.text.startswith(payload):
                return talk.text.removeprefix(payload), answer
        return None, None
    code = talk.pending.get("helped")
    return (str(code), _plain(services, talk.text)) if code else (None, None)


def _plain(services: Services, text: str) -> bool | None:
    """True for a plain yes, False for a plain no, None for anything else."""
    if services.agreement.says_yes(text):
        return True
    return False if services.agreement.says_no(text) else None
