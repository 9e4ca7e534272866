"""WhatsApp: who writes to us from it, what was uploaded to it, and how far what we sent has come."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, LargeBinary, String, Text
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

    `user_hash`: the same for the id that WhatsApp gives a user, who may hide the number. Who never showed a number has
    that id, sealed, in `sealed_number`.

    `heard_at`: when they last wrote; for 24 hours after it we may answer freely. `invited_at`: when a template last
    asked them to write again. `stopped_at`: they wrote STOP; only the hash is left, so that we remember it.
    """

    __tablename__ = "whatsapp_contacts"

    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed_number: Mapped[str | None] = mapped_column(Text)
    user_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
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


class VoiceNote(Base):
    """What a resident said aloud, sealed: until it is understood, or as long as the case that it is with.

    `heard`: what a recogniser made of it, asked back. `tries`: how often one began, so that a note that it cannot bear
    is not tried for ever. `case_message_id`: where it plays in a case; without it, it goes with the conversation.
    """

    __tablename__ = "voice_notes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"), index=True)
    case_message_id: Mapped[int | None] = mapped_column(ForeignKey("case_messages.id", ondelete="CASCADE"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    heard: Mapped[str | None] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class WhatsAppPace(Base):
    """When the next message may go, in seconds since 1970: one row (`id` 1) that all our processes push on."""

    __tablename__ = "whatsapp_pace"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    free_at: Mapped[float] = mapped_column(Float)


class WhatsAppStatus(Base):
    """The furthest state reported for a sent message, by the id that `Delivery.provider_id` holds too.

    That is the hash of WhatsApp's own id: there is a phone number in it.

    Apart from deliveries, because a report may come before the delivery is noted as sent.
    """

    __tablename__ = "whatsapp_statuses"

    provider_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    problem: Mapped[str | None] = mapped_column(String(120))
    at: Mapped[dt.datetime] = mapped_column(default=now)
