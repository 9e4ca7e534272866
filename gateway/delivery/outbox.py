"""Deliveries as rows: written in the transaction of what caused them, so that one is never there without the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, select, update
from sqlalchemy.orm import Session

from gateway.store.inserting import dialect_of, insert_into
from gateway.store.schema import Case, Delivery, DeliveryState, now


def enqueue(
    session: Session,
    *,
    key: str,
    channel: str,
    recipient: str,
    body: dict[str, Any],
    case_id: int | None = None,
    at: dt.datetime | None = None,
) -> bool:
    """Write a delivery that a worker brings from `at` on (default: now); False when there is one with this key.

    key: what caused it, at most 120 characters; two callers at once with one key make one row.
    channel: a name of `gateway.delivery.channels`.
    recipient: how the channel knows whom it is for, at most 200 characters.
    body: what the channel needs, as JSON.
    """
    values = {
        "key": key,
        "channel": channel,
        "recipient": recipient,
        "body": body,
        "case_id": case_id,
        "state": DeliveryState.WAITING.value,
        "attempts": 0,
        "next_at": at or now(),
        "created_at": now(),
    }
    return session.execute(_insertion(dialect_of(session)), values).first() is not None


@cache
def _insertion(dialect: str) -> Executable:
    insert = insert_into(Delivery, dialect=dialect).on_conflict_do_nothing(index_elements=[Delivery.key])
    return insert.returning(Delivery.id)


def failed_deliveries(
    session: Session, *, case_id: int | None = None, team_id: str | None = None, limit: int = 200
) -> Sequence[Delivery]:
    """What failed for good, newest first: of one case, of the cases of one team, or all of it."""
    chosen = select(Delivery).where(Delivery.state == DeliveryState.FAILED.value)
    if case_id is not None:
        chosen = chosen.where(Delivery.case_id == case_id)
    if team_id is not None:
        chosen = chosen.join(Case, Case.id == Delivery.case_id).where(Case.team_id == team_id)
    return session.scalars(chosen.order_by(Delivery.id.desc()).limit(limit)).all()


def send_again(session: Session, delivery_id: int) -> bool:
    """Let a failed delivery begin anew, now; False when it is not (or no longer) failed."""
    again = (
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == DeliveryState.FAILED.value)
        .values(
            state=DeliveryState.WAITING.value, attempts=0, next_at=now(), taken_at=None, problem=None, provider_id=None
        )
        .returning(Delivery.id)
    )
    return session.execute(again).first() is not None
