"""Outgoing messages as rows with states: written with what caused them, sent later, never lost and never twice."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.schema.base import Base, now


class DeliveryState(StrEnum):
    """`waiting` until `next_at`; `sending` while a worker has it; `failed` is for good, until it is sent again."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Delivery(Base):
    """Something to bring to someone: `channel` is chat, whatsapp, whatsapp-in, notice (to staff) or translate.

    `key` makes it once: the same cause gives the same key. `body` holds what the channel needs. `taken_at`: when a
    worker began, and `taken_by` its mark; a row that stays `sending` too long, or whose worker is dead, is taken up
    again. `provider_id`: how the channel names it.
    """

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    recipient: Mapped[str] = mapped_column(String(200))
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=DeliveryState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[dt.datetime] = mapped_column(default=now)
    taken_at: Mapped[dt.datetime | None]
    taken_by: Mapped[str | None] = mapped_column(String(100))
    problem: Mapped[str | None] = mapped_column(String(120))
    provider_id: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    __table_args__ = (
        Index("deliveries_due", "state", "next_at"),
        Index("deliveries_by_provider", "provider_id"),
        Index("deliveries_by_recipient", "recipient", "channel", "state"),
    )
