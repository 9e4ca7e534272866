"""Turns one announcement to a team, a person or the setting into one notice for each of their addresses."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.delivery.addresses import addresses_of, fingerprint
from gateway.delivery.outbox import enqueue
from gateway.services import Services
from gateway.store.schema import Delivery, DeliveryState

NOTICE = "notice"


def put(session: Session, services: Services, delivery: Delivery) -> None:
    """Write the notices; an address that has not yet been told of the same, earlier, is told once."""
    for address in addresses_of(session, services.settings, delivery.recipient):
        same = f"{NOTICE}:{delivery.body['event']}:{delivery.case_id}:{delivery.recipient}:{fingerprint(address)}:"
        if _still_waits(session, delivery, same):
            continue
        enqueue(
            session,
            key=same + delivery.body["mark"],
            channel=NOTICE,
            recipient=delivery.recipient,
            body={**delivery.body, "address": fingerprint(address)},
            case_id=delivery.case_id,
        )


def _still_waits(session: Session, delivery: Delivery, same: str) -> bool:
    waiting = select(Delivery.id).where(
        Delivery.channel == NOTICE,
        Delivery.case_id == delivery.case_id,
        Delivery.state == DeliveryState.WAITING.value,
        Delivery.key.startswith(same, autoescape=True),
    )
    return session.scalars(waiting.limit(1)).first() is not None
