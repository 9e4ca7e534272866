"""What Meta reports about a message of ours, put right in its delivery: sent after all, or failed after all.

A worker may die, or the answer get lost, after WhatsApp took a message: the report then keeps it from going out twice.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.orm import Session

from gateway.store.schema import Delivery, DeliveryState, SentState
from gateway.whatsapp.outgoing import CHANNEL
from gateway.whatsapp.window import INVITE

UNDER_WAY = (DeliveryState.SENDING.value, DeliveryState.WAITING.value)
UNKNOWN = "no reason given"


def settle(
    session: Session, *, provider_id: str, state: SentState, tracker: str | None = None, problem: str | None = None
) -> bool:
    """Put the delivery right after a report that told something new; True when it was not right yet.

    provider_id: as `Delivery.provider_id`. tracker: the delivery's key, as the report gives it back. problem: Meta's
    code, for one that failed.
    """
    not_noted = and_(Delivery.provider_id.is_(None), Delivery.state.in_(UNDER_WAY), Delivery.attempts > 0)
    chosen: ColumnElement[bool] = and_(Delivery.key == tracker, not_noted)
    values: dict[str, Any] = {"state": DeliveryState.SENT.value, "provider_id": provider_id, "problem": None}
    if state is SentState.FAILED:
        chosen = or_(chosen, and_(Delivery.provider_id == provider_id, Delivery.state != DeliveryState.FAILED.value))
        values |= {"state": DeliveryState.FAILED.value, "problem": problem or UNKNOWN}
    settled = update(Delivery).where(Delivery.channel.in_((CHANNEL, INVITE)), chosen).values(**values)
    result = session.execute(settled, execution_options={"synchronize_session": False})
    return bool(getattr(result, "rowcount", 0))
