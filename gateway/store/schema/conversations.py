"""Talks with residents. What they say lives in `messages` and goes when the conversation goes."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.schema.base import Base, now

WEB = "web"
DESK = "desk"
WHATSAPP = "whatsapp"


class Owner(StrEnum):
    """Who speaks in a conversation: the bot; the bot while a person is awaited; or a person."""

    BOT = "bot"
    WAITING = "waiting"
    PERSON = "person"


class Conversation(Base):
    """One talk with a resident. `id` is its only key: who has it may read and wipe the talk.

    `channel`: where they read it, `web`, `desk` or `whatsapp`; what is said there is brought there.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    city: Mapped[str | None] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(12), default=WEB, server_default=WEB)
    owner: Mapped[str] = mapped_column(String(10), default=Owner.BOT)
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pending: Mapped[dict[str, Any]] = mapped_column(default=dict)
    offered: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    seen_at: Mapped[dt.datetime] = mapped_column(default=now)


class Message(Base):
    """One message; `body` is what channels show, in the shape of the chat contract."""

    __tablename__ = "messages"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    __table_args__ = (Index("messages_of_conversation", "conversation_id", "number"),)
