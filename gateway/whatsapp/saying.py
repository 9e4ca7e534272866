"""Says something on WhatsApp outside a turn: kept in the talk, or apart from it to somebody of whom nothing is kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from civic.replies import Reply
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.conversation.turn import UNKEPT
from gateway.services import Services
from gateway.store.conversations import find_message, lock_conversation, record_resident
from gateway.store.erasing import ERASED
from gateway.store.schema import Delivery, WhatsAppContact
from gateway.whatsapp.meeting import Met
from gateway.whatsapp.outgoing import bring_last


def say(services: Services, met: Met, reply: Reply, *, what: str = "reply", shown: str | None = None) -> None:
    """Keep and bring a reply to this message, once; apart, when the talk is gone meanwhile.

    what: tells apart what one message causes. shown: what the resident sent, in words, kept before the reply.
    """
    body = message_body(reply, services.audio)
    with services.database.transaction() as session:
        talk = lock_conversation(session, met.conversation)
        if talk is None:
            say_apart(session, services, met, body, what=what)
            return
        if find_message(session, met.id_of(what)) is not None:
            return
        if shown is not None and find_message(session, met.message_id) is None:
            record_resident(session, talk, shown, language=talk.language, aside=True, message_id=met.message_id)
        keep_for_resident(session, services, talk, {"id": met.id_of(what), **body})


def was_said(services: Services, met: Met, what: str) -> bool:
    """True when an earlier try already said this."""
    with services.database.transaction() as session:
        return find_message(session, met.id_of(what)) is not None


def say_apart(session: Session, services: Services, met: Met, body: dict[str, Any], *, what: str) -> None:
    """Bring a message of the chat contract that is kept nowhere, with the number itself, sealed."""
    who = met.received.number or met.received.user or ""
    contact = WhatsAppContact(
        number_hash=met.contact.number_hash, sealed_number=services.numbers.seal(who), voice=met.contact.voice
    )
    bring_last(session, services, contact, {**body, "id": f"{UNKEPT}{met.id_of(what)}"})


def let_go(session: Session, delivery_id: int, *, nameless: bool = False) -> None:
    """Empty the delivery that brought a message: nothing more is to be done. `nameless`: nor may it say whose."""
    values: dict[str, Any] = {"body": {}, **({"recipient": ERASED} if nameless else {})}
    emptied = update(Delivery).where(Delivery.id == delivery_id).values(values)
    session.execute(emptied, execution_options={"synchronize_session": False})
