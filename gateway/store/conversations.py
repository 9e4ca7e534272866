"""Reads and writes conversations and their messages."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from civic.replies import direction_of
from gateway.store.schema import Conversation, Message, VoiceNote, now

OFFERED_KEPT = 80
HISTORY_LENGTH = 500


def start_conversation(session: Session, *, language: str, city: str | None) -> Conversation:
    """A new conversation with an id that cannot be guessed."""
    conversation = Conversation(
        id=secrets.token_urlsafe(24), language=language, city=city, owner="bot", context={}, pending={}, offered=[]
    )
    session.add(conversation)
    session.flush()
    return conversation


def find_conversation(session: Session, conversation_id: str) -> Conversation | None:
    """The conversation, or None when it never was or is wiped."""
    return session.get(Conversation, conversation_id) if _can_be_asked(conversation_id) else None


def lock_conversation(session: Session, conversation_id: str | None) -> Conversation | None:
    """The conversation as it is now, kept from other writers until the transaction ends; None when there is none.

    Who writes a conversation and its cases locks the conversation first: in one order, no two wait for each other.
    """
    if conversation_id is None or not _can_be_asked(conversation_id):
        return None
    return session.get(Conversation, conversation_id, with_for_update=True, populate_existing=True)


def record_message(session: Session, conversation: Conversation, body: dict[str, Any]) -> dict[str, Any]:
    """Keep a message; gives it back with its id. `body` lacks only `id`."""
    stored = {"id": uuid.uuid4().hex, **body}
    session.add(Message(id=stored["id"], conversation_id=conversation.id, body=stored))
    payloads = [button["payload"] for button in stored.get("buttons", [])]
    if payloads:
        conversation.offered = [*conversation.offered, *payloads][-OFFERED_KEPT:]
    conversation.seen_at = now()
    return stored


def record_resident(
    session: Session,
    conversation: Conversation,
    text: str,
    *,
    language: str,
    aside: bool = False,
    message_id: str | None = None,
    spoken: bool = False,
    note: str | None = None,
) -> dict[str, Any]:
    """Keep what the resident said; `aside`: an answer to us (a button, a phone number), no part of their question.

    `spoken`: they said it aloud; `note`: it can be heard again, as this voice note.
    `message_id` is the one that their page gave it; one that is taken is replaced.
    """
    body: dict[str, Any] = {
        "from": "resident",
        "kind": "text",
        "language": language,
        "direction": direction_of(language),
        "topic": None,
        "text": text,
        "card": None,
        "buttons": [],
        "audio": None,
        **({"aside": True} if aside else {}),
        **({"voice": True} if spoken else {}),
        **({"note": note} if note else {}),
        **({"id": message_id} if message_id and find_message(session, message_id) is None else {}),
    }
    return record_message(session, conversation, body)


def find_message(session: Session, message_id: str) -> Message | None:
    """The message with this id, in whatever conversation."""
    return session.scalar(select(Message).where(Message.id == message_id))


def has_said_something(session: Session, conversation_id: str, *, but: str | None = None) -> bool:
    """True when anything was said in the conversation, leaving out the message with the id `but`."""
    said = select(Message.id).where(Message.conversation_id == conversation_id)
    said = said if but is None else said.where(Message.id != but)
    return session.scalars(said.limit(1)).first() is not None


def history(session: Session, conversation_id: str, *, after: int = 0) -> Sequence[Message]:
    """Messages in order, those numbered above `after`, at most 500 of them (the newest)."""
    newest = (
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.number > after)
        .order_by(Message.number.desc())
        .limit(HISTORY_LENGTH)
    )
    return list(reversed(session.scalars(newest).all()))


def title_of_payload(session: Session, conversation: Conversation, payload: str) -> str:
    """The words on the button that carried `payload`: what the resident sees as having said."""
    for message in reversed(history(session, conversation.id)):
        for button in message.body.get("buttons", []):
            if button["payload"] == payload:
                return str(button["title"])
    return payload


def wipe_conversation(session: Session, conversation_id: str) -> bool:
    """Delete the conversation and its messages for good; False when there was none."""
    if lock_conversation(session, conversation_id) is None:
        return False
    session.execute(delete(Message).where(Message.conversation_id == conversation_id))
    loose = (VoiceNote.conversation_id == conversation_id, VoiceNote.case_message_id.is_(None))
    session.execute(delete(VoiceNote).where(*loose))
    gone = session.execute(delete(Conversation).where(Conversation.id == conversation_id))
    return bool(getattr(gone, "rowcount", 0))


def _can_be_asked(conversation_id: str) -> bool:
    """False for an id that PostgreSQL refuses to look for."""
    return "\0" not in conversation_id
