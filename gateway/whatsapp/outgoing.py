"""Puts what a resident is told on its way to their phone: one delivery for each WhatsApp message it takes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.delivery.outbox import enqueue
from gateway.services import Services
from gateway.store.schema import Conversation, VoiceWish, WhatsAppContact
from gateway.whatsapp.rendering import render

CHANNEL = "whatsapp"
PREFIX = "wa:"
# The field of a part that holds the number itself, sealed.
SEALED = "sealed"


def bring(
    session: Session,
    services: Services,
    to: Conversation | WhatsAppContact,
    message: dict[str, Any],
    *,
    case_id: int | None = None,
) -> int:
    """Write the deliveries of a message, in the transaction that keeps it; how many are new.

    to: the contact, or a conversation whose contact it is for; nothing is written when it has none.
    message: as the chat contract shows it, with its id: a second time with the same id changes nothing.
    """
    contact = contact_of(session, to) if isinstance(to, Conversation) else to
    if contact is None:
        return 0
    language = to.language if isinstance(to, Conversation) else message["language"]
    return _write(session, services, contact, message, case_id=case_id, more={"language": language})


def bring_last(session: Session, services: Services, contact: WhatsAppContact, message: dict[str, Any]) -> int:
    """As `bring`, for the last words to somebody of whom nothing is kept: the sealed number goes along, and no words
    stay once they are sent. To be called after what is erased is erased, with the contact as it was.
    """
    return _write(session, services, contact, message, case_id=None, more={SEALED: contact.sealed_number})


def message_of(key: str) -> str:
    """The id of the message that a delivery with this key is a part of."""
    return key.removeprefix(PREFIX).rpartition(":")[0]


def _write(
    session: Session,
    services: Services,
    contact: WhatsAppContact,
    message: dict[str, Any],
    *,
    case_id: int | None,
    more: dict[str, Any],
) -> int:
    parts = render(message, content=services.content, voice=contact.voice == VoiceWish.ALWAYS.value)
    return sum(
        enqueue(
            session,
            key=f"{PREFIX}{message['id']}:{number}",
            channel=CHANNEL,
            recipient=contact.number_hash,
            body={**part, **more},
            case_id=case_id,
        )
        for number, part in enumerate(parts)
    )


def contact_of(session: Session, conversation: Conversation) -> WhatsAppContact | None:
    """Whose conversation it is on WhatsApp: the one who wrote last, should there be more."""
    chosen = select(WhatsAppContact).where(WhatsAppContact.conversation_id == conversation.id)
    return session.scalars(chosen.order_by(WhatsAppContact.heard_at.desc()).limit(1)).first()
