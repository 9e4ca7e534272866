"""The 24 hours after a resident last wrote, in which we may answer freely; what comes later waits for their answer.

Outside them a template invites the resident to write, once until they do. What was to be sent stays in its place.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, exists, select, update
from sqlalchemy.orm import Session

from gateway.delivery.outbox import enqueue
from gateway.delivery.problems import GiveUp, Problem, PutOff
from gateway.services import Services
from gateway.store.schema import Conversation, Delivery, DeliveryState, WhatsAppContact, now
from gateway.whatsapp.outgoing import CHANNEL
from gateway.whatsapp.templates import invitation, read_templates

OPEN_FOR = dt.timedelta(hours=24)
# Our clock and Meta's differ, and the request takes its time.
MARGIN = dt.timedelta(minutes=1)
# An answer lets it go at once; this look is for one that came just while it was put off.
LOOK_AGAIN = dt.timedelta(minutes=15)
HELD_FOR = dt.timedelta(days=14)
INVITE = "wa-invite"
HELD = "waits for an answer"
HELD_WITHOUT_TEMPLATE = "waits for an answer: no template"
NOT_ANSWERED = "no answer for two weeks"


def closes_at(contact: WhatsAppContact) -> dt.datetime | None:
    """Until when we may send freely; None when the resident never wrote."""
    return contact.heard_at + OPEN_FOR if contact.heard_at else None


def is_open(contact: WhatsAppContact, at: dt.datetime) -> bool:
    """True while something sent at `at` still arrives in time."""
    closing = closes_at(contact)
    return closing is not None and at < closing - MARGIN


def heard(session: Session, contact: WhatsAppContact) -> int:
    """Let go what waited, now that the resident wrote and `heard_at` says so; how many deliveries that are."""
    contact.invited_at = None
    return release(session, contact.number_hash)


def release(session: Session, number_hash: str) -> int:
    """Make what waits for an answer of this contact due; they go in their own order."""
    waiting = update(Delivery).where(_held(number_hash)).values(next_at=now())
    result = session.execute(waiting, execution_options={"synchronize_session": False})
    return int(getattr(result, "rowcount", 0))


def has_earlier(session: Session, delivery: Delivery) -> bool:
    """True when something for the same contact that should go first was still waiting for an answer."""
    return bool(session.scalar(select(exists().where(_held(delivery.recipient), Delivery.id < delivery.id))))


def hold(session: Session, services: Services, delivery: Delivery, contact: WhatsAppContact) -> Problem:
    """Invite the contact if nobody did yet; the problem to raise, after this transaction, for what has to wait."""
    if delivery.created_at < now() - HELD_FOR:
        return GiveUp(NOT_ANSWERED)
    until = now() + LOOK_AGAIN
    template = invitation(read_templates(services.settings.whatsapp_templates), _language(session, delivery, contact))
    if template is None:
        return PutOff(HELD_WITHOUT_TEMPLATE, until=until)
    since = int(contact.heard_at.timestamp()) if contact.heard_at else 0
    invited = enqueue(
        session,
        key=f"{INVITE}:{contact.number_hash}:{since}",
        channel=INVITE,
        recipient=contact.number_hash,
        body=template.part,
        case_id=delivery.case_id,
    )
    if invited:
        contact.invited_at = now()
    return PutOff(HELD, until=until)


def _held(number_hash: str) -> ColumnElement[bool]:
    return and_(
        Delivery.recipient == number_hash,
        Delivery.channel == CHANNEL,
        Delivery.state == DeliveryState.WAITING.value,
        Delivery.problem.in_((HELD, HELD_WITHOUT_TEMPLATE)),
    )


def _language(session: Session, delivery: Delivery, contact: WhatsAppContact) -> str | None:
    """What they speak with us, else the language of what waits."""
    talk = session.get(Conversation, contact.conversation_id) if contact.conversation_id else None
    return talk.language if talk else delivery.body.get("language")
