"""How far what staff said has come on WhatsApp, and until when they may write there freely."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.bridge.telling import conversation_of
from gateway.inbox.waiting import lasted
from gateway.store.schema import Case, Delivery, DeliveryState, WhatsAppContact, WhatsAppStatus
from gateway.store.schema.conversations import WHATSAPP
from gateway.whatsapp import window
from gateway.whatsapp.outgoing import CHANNEL, contact_of, message_of

SAID = re.compile(r"words-(\d+)(-again)?")
CLOSING = dt.timedelta(hours=3)


class Arrival(StrEnum):
    """How far something has come, the least far first."""

    FAILED = "failed"
    HELD = "held"
    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"


@dataclass(frozen=True)
class Window:
    """`closes_at`: until when what is written arrives at once; None when they never wrote. `lasts`: how long that is.

    `soon`: it closes within three hours. `invited_at`: when a template asked them to write. `stopped`: they want no
    more messages.
    """

    is_open: bool
    soon: bool
    closes_at: dt.datetime | None
    lasts: str
    invited_at: dt.datetime | None
    stopped: bool


def window_of(session: Session, case: Case, *, at: dt.datetime) -> Window | None:
    """The window of a case that is answered on WhatsApp; None for others. `at`: now."""
    conversation = conversation_of(session, case)
    there = conversation is not None and conversation.channel == WHATSAPP
    if not there and case.reach != WHATSAPP:
        return None
    contact = contact_of(session, conversation) if there and conversation else None
    if contact is None and case.phone_hash:
        contact = session.get(WhatsAppContact, case.phone_hash)
    closes = window.closes_at(contact) if contact else None
    left = closes - at if closes else dt.timedelta()
    return Window(
        is_open=contact is not None and window.is_open(contact, at),
        soon=left < CLOSING,
        closes_at=closes,
        lasts=lasted(left),
        invited_at=contact.invited_at if contact else None,
        stopped=contact is not None and contact.stopped_at is not None,
    )


def arrivals_of(session: Session, case: Case) -> dict[int, Arrival]:
    """For each CaseMessage of staff that went to WhatsApp, by number: how far the least far of its parts has come.

    Words that were told again, translated at last, are where the second telling is.
    """
    chosen = (
        select(Delivery, WhatsAppStatus.state)
        .outerjoin(WhatsAppStatus, WhatsAppStatus.provider_id == Delivery.provider_id)
        .where(Delivery.case_id == case.id, Delivery.channel == CHANNEL)
        .order_by(Delivery.id)
    )
    parts: dict[int, list[tuple[bool, Arrival]]] = {}
    for row, reported in session.execute(chosen):
        said = SAID.fullmatch(message_of(row.key))
        if said:
            parts.setdefault(int(said[1]), []).append((said[2] is not None, _arrival(row, reported)))
    return {number: _least_far(found) for number, found in parts.items()}


def _least_far(found: Iterable[tuple[bool, Arrival]]) -> Arrival:
    last = max(again for again, _ in found)
    order = list(Arrival)
    return min((arrival for again, arrival in found if again == last), key=order.index)


def _arrival(row: Delivery, reported: str | None) -> Arrival:
    if row.state == DeliveryState.FAILED.value:
        return Arrival.FAILED
    if row.state != DeliveryState.SENT.value:
        return Arrival.HELD if row.problem in (window.HELD, window.HELD_WITHOUT_TEMPLATE) else Arrival.WAITING
    return Arrival(reported) if reported in set(Arrival) else Arrival.SENT
