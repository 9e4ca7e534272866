"""Contacts and talks on WhatsApp, put into the store as they are after a resident wrote."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from civic.replies import Kind, Reply
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.services import Services
from gateway.store.conversations import start_conversation
from gateway.store.schema import Conversation, Delivery, WhatsAppContact, now
from gateway.store.schema.conversations import WHATSAPP
from tests.gateway.delivery.conftest import rows
from tests.gateway.whatsapp.phone import NUMBER


def known(
    parts: Services, *, number: str = NUMBER, language: str = "nl", wrote: dt.timedelta | None = dt.timedelta(minutes=5)
) -> WhatsAppContact:
    """A contact with a talk; `wrote`: how long ago, None for never."""
    hidden = parts.numbers.hide(number)
    with parts.database.transaction() as session:
        talk = start_conversation(session, language=language, city="genk")
        talk.channel = WHATSAPP
        contact = WhatsAppContact(
            number_hash=hidden.hash,
            sealed_number=hidden.sealed,
            conversation_id=talk.id,
            voice="asked",
            heard_at=now() - wrote if wrote is not None else None,
        )
        session.add(contact)
    return contact


def tells(parts: Services, contact: WhatsAppContact, text: str, **more: Any) -> dict[str, Any]:
    """The assistant says this in their talk."""
    with parts.database.transaction() as session:
        talk = session.get_one(Conversation, contact.conversation_id)
        body = message_body(Reply(kind=Kind.TEXT, language=talk.language, text=text), None)
        return keep_for_resident(session, parts, talk, {**body, **more})


def now_is(parts: Services, contact: WhatsAppContact) -> WhatsAppContact:
    """The contact as it is now."""
    with parts.database.transaction() as session:
        return session.get_one(WhatsAppContact, contact.number_hash)


def wrote(session: Session, contact: WhatsAppContact, *, ago: dt.timedelta = dt.timedelta()) -> WhatsAppContact:
    """They wrote so long ago."""
    theirs = session.get_one(WhatsAppContact, contact.number_hash)
    theirs.heard_at = now() - ago
    return theirs


def on_the_way(parts: Services, channel: str = "whatsapp") -> list[Delivery]:
    """The deliveries to phones, oldest first."""
    return rows(parts, channel=channel)
