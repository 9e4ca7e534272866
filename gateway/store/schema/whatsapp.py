"""WhatsApp: who writes to us from it, what was uploaded to it, and how far what we sent has come."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.schema.base import Base, now


class VoiceWish(StrEnum):
    """When a resident wants answers as voice notes too."""

    ALWAYS = "always"
    ASKED = "asked"


class SentState(StrEnum):
    """How far a message has come, in this order; `failed` is final as well."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class WhatsAppContact(Base):
    """A resident's number, pseudonymised: `number_hash` to find it, `sealed_number` to send to it.

    `heard_at`: when they last wrote; for 24 hours after it we may answer freely. `invited_at`: when a template last
    asked them to write again. `stopped_at`: they wrote STOP; only the hash is left, so that we remember it.
    """

    __tablename__ = "whatsapp_contacts"

    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed_number: Mapped[str | None] = mapped_column(Text)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"), index=True)
    voice: Mapped[str] = mapped_column(String(10), default=VoiceWish.ASKED)
    heard_at: Mapped[dt.datetime | None]
    invited_at: Mapped[dt.datetime | None]
    stopped_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class WhatsAppMedia(Base):
    """A sound that WhatsApp holds for us: `audio_key` as in the audio library, `media_id` as WhatsApp names it."""

    __tablename__ = "whatsapp_media"

    audio_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    media_id: Mapped[str] = mapped_column(String(120))
    uploaded_at: Mapped[dt.datetime] = mapped_column(default=now)


class WhatsAppStatus(Base):
    """The furthest state reported for a sent message, by the id that `Delivery.provider_id` holds too.

    Apart from deliveries, because a report may come before the delivery is noted as sent.
    """

    __tablename__ = "whatsapp_statuses"

    provider_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    problem: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[dt.datetime] = mapped_column(default=now)
