"""Keeps what a resident is told, and brings it to where they read: the one place for bot and person alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gateway.services import Services
from gateway.store.conversations import record_message
from gateway.store.schema import Conversation
from gateway.store.schema.conversations import WHATSAPP
from gateway.whatsapp.outgoing import bring


def keep_for_resident(
    session: Session,
    services: Services,
    conversation: Conversation,
    body: dict[str, Any],
    *,
    case_id: int | None = None,
) -> dict[str, Any]:
    """Keep a message of bot or person in its conversation; gives it back with its id.

    Where the resident reads on WhatsApp it is on its way there from the same transaction on. `body`: the message of the
    chat contract; a body that has an `id` keeps it. `case_id`: the case it is about, which then shows its deliveries.
    """
    stored = record_message(session, conversation, body)
    if conversation.channel == WHATSAPP:
        bring(session, services, conversation, stored, case_id=case_id)
    return stored
