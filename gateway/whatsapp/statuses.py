"""What Meta reports about a message of ours, put right in its delivery: sent after all, or failed after all.

A worker may die, or the answer get lost, after WhatsApp took a message: the report then keeps it from going out twice.
"""

from __future__ import annotations

from sqlalchemy import Update, and_, bindparam, or_, update
from sqlalchemy.orm import Session

from gateway.store.inserting import table_of
from gateway.store.schema import Delivery, DeliveryState, SentState
from gateway.whatsapp.outgoing import CHANNEL
from gateway.whatsapp.window import INVITE

UNDER_WAY = (DeliveryState.SENDING.value, DeliveryState.WAITING.value)
UNKNOWN = "no reason given"


def _put_right(state: DeliveryState, *, noted: bool) -> Update:
    """What is under way and not noted as sent becomes `state`; `noted`: what was noted as sent as well.

    Built once: each message of ours is reported on three times.
    """
    rows = table_of(Delivery)
    chosen = and_(
        rows.c.key == bindparam("tracker"),
        rows.c.provider_id.is_(None),
        rows.c.state.in_(UNDER_WAY),
        rows.c.attempts > 0,
    )
    if noted:
        chosen = or_(chosen, and_(rows.c.provider_id == bindparam("name"), rows.c.state != state.value))
    of_whatsapp = update(rows).where(rows.c.channel.in_((CHANNEL, INVITE)), chosen)
    return of_whatsapp.values(state=state.value, provider_id=bindparam("name"), problem=bindparam("reason"))


SENT_AFTER_ALL = _put_right(DeliveryState.SENT, noted=False)
FAILED_AFTER_ALL = _put_right(DeliveryState.FAILED, noted=True)


def settle(
    session: Session, *, provider_id: str, state: SentState, tracker: str | None = None, problem: str | None = None
) -> bool:
    """Put the delivery right after a report that told something new; True when it was not right yet.

    provider_id: as `Delivery.provider_id`. tracker: the delivery's key, as the report gives it back. problem: Meta's
    code, for one that failed.
    """
    failed = state is SentState.FAILED
    values = {"tracker": tracker, "name": provider_id, "reason": (problem or UNKNOWN) if failed else None}
    result = session.execute(FAILED_AFTER_ALL if failed else SENT_AFTER_ALL, values)
    return bool(getattr(result, "rowcount", 0))
