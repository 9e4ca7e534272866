"""The resident's words as messages of a case, each with a Dutch translation under way when it is not Dutch."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import update
from sqlalchemy.orm import Session

from civic.content.model import SOURCE_LANGUAGE
from gateway.delivery.outbox import enqueue
from gateway.store.conversations import history
from gateway.store.schema import Case, CaseMessage, TranslationState, VoiceNote, now

RESIDENT, STAFF, NOTE = "resident", "staff", "note"
HISTORY_KEPT = 20


def keep_words(
    session: Session,
    case: Case,
    text: str,
    language: str,
    *,
    at: dt.datetime | None = None,
    note: str | None = None,
) -> CaseMessage:
    """The resident's words in the case, with a Dutch translation under way when they are not Dutch.

    `note`: the voice note in which they said it, which plays in the case from now on.
    """
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
    if note is not None:
        played = update(VoiceNote).where(VoiceNote.id == note, VoiceNote.case_message_id.is_(None))
        session.execute(played.values(case_message_id=message.id), execution_options={"synchronize_session": False})
    if foreign:
        ask_translation(session, message)
    return message


def told_as(message: CaseMessage, *, again: bool = False) -> str:
    """The id of the chat message that tells staff's words: one for each time they are told, the translation's last."""
    return f"words-{message.id}-again" if again else f"words-{message.id}"


def keep_history(session: Session, case: Case) -> None:
    """Take over what the resident typed before the case was opened, at most 20 messages, so that staff can read it."""
    if case.conversation_id is None:
        return
    said = (message for message in history(session, case.conversation_id) if message.body["from"] == "resident")
    typed = [message for message in said if not message.body.get("aside")]
    for message in typed[-HISTORY_KEPT:]:
        said_in, note = message.body["language"], message.body.get("note")
        keep_words(session, case, message.body["text"], said_in, at=message.created_at, note=note)


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
