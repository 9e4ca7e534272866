"""The resident's words as messages of a case, each with a Dutch translation under way when it is not Dutch."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from civic.content.model import SOURCE_LANGUAGE
from gateway.delivery.outbox import enqueue
from gateway.store.conversations import history
from gateway.store.schema import Case, CaseMessage, TranslationState, now

RESIDENT, STAFF, NOTE = "resident", "staff", "note"
HISTORY_KEPT = 20


def keep_words(session: Session, case: Case, text: str, language: str, *, at: dt.datetime | None = None) -> CaseMessage:
    """The resident's words in the case, with a Dutch translation under way when they are not Dutch."""
    foreign = language != SOURCE_LANGUAGE
    message = CaseMessage(
        case_id=case.id,
        sender=RESIDENT,
        original=text,
        language=language,
        translated_language=SOURCE_LANGUAGE if foreign else None,
        translation=(TranslationState.WAITING if foreign else TranslationState.NOT_NEEDED).value,
        at=at or now(),
    )
    session.add(message)
    session.flush()
    if foreign:
        ask_translation(session, message)
    return message


def keep_history(session: Session, case: Case) -> None:
    """Take over what the resident typed before the case was opened, at most 20 messages, so that staff can read it."""
    if case.conversation_id is None:
        return
    said = (message for message in history(session, case.conversation_id) if message.body["from"] == "resident")
    typed = [message for message in said if not message.body.get("aside")]
    for message in typed[-HISTORY_KEPT:]:
        keep_words(session, case, message.body["text"], message.body["language"], at=message.created_at)


def ask_translation(session: Session, message: CaseMessage) -> None:
    """Have a worker translate the message."""
    enqueue(
        session,
        key=f"translate:{message.id}",
        channel="translate",
        recipient=str(message.id),
        body={"case_message_id": message.id},
        case_id=message.case_id,
    )
