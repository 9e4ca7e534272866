"""Tells answers to us (a button, a phone number, a yes) from words that belong to the resident's question."""

from __future__ import annotations

from sqlalchemy.orm import Session

from civic.case_codes import find_code, without_code
from civic.consent import AGREE, DECLINE, FORGET_CONFIRMED, FORGET_DECLINED
from gateway.bridge.forwarding import AGREED, DECLINED, asked_to_forward
from gateway.bridge.telling import HELPED
from gateway.conversation.continuing import CONTINUE
from gateway.conversation.forgetting import asks_to_forget
from gateway.conversation.handover import ANSWERED_BY_TYPING, CITY, NEIGHBOURHOOD, REACH, SKIP, THIS_NUMBER
from gateway.conversation.opening import RETRY
from gateway.services import Services
from gateway.store.schema import Conversation, Owner

OUR_BUTTONS = (
    *(AGREE, DECLINE, FORGET_CONFIRMED, FORGET_DECLINED, AGREED, DECLINED, CONTINUE),
    *(CITY, NEIGHBOURHOOD, SKIP, THIS_NUMBER, RETRY, *REACH, *HELPED),
)
WORDS_BESIDE_CODE = 3


def is_aside(services: Services, session: Session, conversation: Conversation, text: str, *, is_payload: bool) -> bool:
    """True for what no person needs to read. Beside a person, other buttons are words: nobody else hears them."""
    if is_payload:
        return conversation.owner != Owner.PERSON.value or text.startswith(OUR_BUTTONS)
    if conversation.pending.get("handover") in ANSWERED_BY_TYPING or conversation.pending.get("continue"):
        return True
    if is_code_alone(text):
        return True
    if services.agreement.says_yes(text) or services.agreement.says_no(text):
        return _is_asked_something(session, conversation)
    return asks_to_forget(text)


def is_code_alone(text: str) -> bool:
    """True for a case code with next to nothing beside it."""
    return find_code(text) is not None and len(without_code(text).split()) <= WORDS_BESIDE_CODE


def _is_asked_something(session: Session, conversation: Conversation) -> bool:
    if {"handover", "forget", "helped", "translate"} & conversation.pending.keys():
        return True
    return conversation.owner != Owner.BOT.value and asked_to_forward(session, conversation.id) is not None
