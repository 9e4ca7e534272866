"""What a turn knows and what it leaves behind, between the database and the steps that answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from civic.replies import Reply
from gateway.store.schema import Owner
from gateway.store.schema.conversations import WEB


@dataclass(frozen=True)
class Talk:
    """One message in its conversation.

    `is_payload`: `text` is the payload of a button that this conversation was offered. `foreign`: the message is
    surely in this other language. `pending`: what was asked of the resident, by kind. `lost_before`: the
    conversation it belonged to is gone. `channel`: where they read it. `is_first`: nothing was said before it.
    """

    id: str
    text: str
    language: str
    city: str | None
    owner: Owner
    context: dict[str, Any]
    pending: dict[str, Any]
    is_payload: bool
    foreign: str | None = None
    lost_before: bool = False
    channel: str = WEB
    is_first: bool = False


@dataclass(frozen=True)
class Outcome:
    """Replies, and the new values of what changes (None: as it was).

    `kept`: messages that are in the store already, to be shown before the replies.
    """

    replies: tuple[Reply, ...]
    language: str | None = None
    city: str | None = None
    context: dict[str, Any] | None = None
    pending: dict[str, Any] | None = None
    forgotten: bool = False
    kept: tuple[dict[str, Any], ...] = ()
