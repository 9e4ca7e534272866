"""Takes a message that comes again once only: when its answer got lost on the way, the same answer is told again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sqlalchemy.orm import Session

from gateway.conversation.incoming import Incoming
from gateway.errors import Unavailable
from gateway.services import Services
from gateway.store.conversations import find_conversation, find_message, history
from gateway.store.schema import Message, Owner, now

# Longer than any turn lasts: after it, whoever took the message was stopped before the answer.
ABANDONED_SECONDS = 60


@dataclass(frozen=True)
class Before:
    """What became of a message that comes again; `answer`: what was told, None when nobody answers it any more."""

    conversation: str
    answer: dict[str, Any] | None


def find_before(services: Services, incoming: Incoming) -> Before | None:
    """None for a message that is new. Raises Unavailable while another request is answering it."""
    if incoming.message is None:
        return None
    with services.database.transaction() as session:
        asked = find_message(session, incoming.message)
        if asked is None or not _is_theirs(session, asked, incoming.conversation):
            return None
        answer = _answer_to(session, asked)
    if not answer["messages"] and (incoming.alone or answer["owner"] != Owner.PERSON.value):
        if not incoming.alone and (now() - asked.created_at).total_seconds() < ABANDONED_SECONDS:
            raise Unavailable
        return Before(asked.conversation_id, None)
    return Before(asked.conversation_id, answer)


def _is_theirs(session: Session, asked: Message, conversation: str | None) -> bool:
    """Who does not have the conversation's id may only ask again for its first message: that one brings the id."""
    if asked.body["from"] != "resident":
        return False
    if conversation is not None:
        return asked.conversation_id == conversation
    return history(session, asked.conversation_id)[0].id == asked.id


def _answer_to(session: Session, asked: Message) -> dict[str, Any]:
    later = (message.body for message in history(session, asked.conversation_id, after=asked.number))
    talk = find_conversation(session, asked.conversation_id)
    assert talk is not None, "a message has a conversation"  # noqa: S101  for the types: the store holds to it
    return {
        "conversation": talk.id,
        "language": talk.language,
        "city": talk.city,
        "owner": talk.owner,
        "messages": list(takewhile(lambda body: body["from"] != "resident", later)),
    }
