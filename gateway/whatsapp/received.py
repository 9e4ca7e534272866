"""Reads what Meta sends to the webhook: messages of residents, and how far our own messages have come.

Meta adds kinds and fields as it likes, so nothing here fails: what is unknown or broken is left out.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from civic.language.normalise import clean

MESSAGES = "messages"
WITH_CAPTION = frozenset({"image", "video", "document"})
# Nobody expects an answer to these. `unsupported` says of what kind it would have been.
NO_ANSWER = frozenset({"reaction", "sticker", "revoke", "system", "pin", "poll_update", "call", "ephemeral"})
LATEST = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


class Kind(StrEnum):
    """What a resident sent. `WORDS` may stand under a picture that we cannot see; `OPENED`: they opened the chat."""

    WORDS = "words"
    PRESS = "press"
    PLACE = "place"
    VOICE = "voice"
    UNREADABLE = "unreadable"
    OPENED = "opened"
    MOVED = "moved"


@dataclass(frozen=True)
class Received:
    """A message of a resident.

    number: digits with country code, None for who hides it. user: WhatsApp's own id of them. text: their words, or the
    title of what they tapped. unseen: they sent a picture or file as well. media: WhatsApp's id of a sound.
    place: latitude and longitude; `text` is then its name, where they gave one. moved_to: their new number.
    """

    id: str
    kind: Kind
    number: str | None
    user: str | None
    at: dt.datetime
    text: str = ""
    payload: str | None = None
    unseen: bool = False
    media: str | None = None
    place: tuple[float, float] | None = None
    moved_to: str | None = None
    raw: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Report:
    """How far a message of ours has come; `code`: Meta's number for why it failed. `tracker`: what we sent along."""

    message_id: str
    state: str
    at: dt.datetime
    code: int | None = None
    tracker: str | None = None


def messages_in(payload: Any, *, phone_id: str) -> Iterator[Received]:
    """Every message that was written to our number and that we do something with, in order."""
    for value in _values(payload, phone_id):
        users = {_text(one.get("wa_id")): one.get("user_id") for one in _dicts(value.get("contacts"))}
        for message in _dicts(value.get("messages")):
            user = message.get("from_user_id") or users.get(_text(message.get("from")))
            received = read_message({**message, **({"from_user_id": user} if user else {})})
            if received is not None:
                yield received


def reports_in(payload: Any, *, phone_id: str) -> Iterator[Report]:
    """Every report about a message that our number sent."""
    for value in _values(payload, phone_id):
        for status in _dicts(value.get("statuses")):
            name, state = status.get("id"), status.get("status")
            if isinstance(name, str) and isinstance(state, str) and not status.get("group_id"):
                errors = [error.get("code") for error in _dicts(status.get("errors"))]
                code = next((code for code in errors if isinstance(code, int)), None)
                tracker = _text(status.get("biz_opaque_callback_data")) or None
                yield Report(message_id=name, state=state, at=_time(status), code=code, tracker=tracker)


def read_message(message: dict[str, Any]) -> Received | None:
    """What one message says; None when nothing is to be done with it: a group's, a reaction, something broken."""
    name, kind = message.get("id"), str(message.get("type"))
    number, user = _digits(message.get("from")), message.get("from_user_id")
    user = user if isinstance(user, str) and user else None
    if not isinstance(name, str) or not name or not (number or user) or message.get("group_id"):
        return None
    said = _said(kind, message)
    if said is None:
        return None
    words = clean(said.pop("text", ""))
    return Received(id=name, number=number, user=user, at=_time(message), text=words, raw=message, **said)


def _said(kind: str, message: dict[str, Any]) -> dict[str, Any] | None:
    """The fields of `Received` that tell what it says."""
    content = message.get(kind)
    content = content if isinstance(content, dict) else {}
    if kind == "edit":  # what it should have said: said now
        again = content.get("message")
        inner = str(again.get("type")) if isinstance(again, dict) else ""
        return _said(inner, again) if isinstance(again, dict) and inner != "edit" else None
    if kind == "text":
        return {"kind": Kind.WORDS, "text": _text(content.get("body"))}
    if kind == "button":  # on a template
        return {"kind": Kind.PRESS, "text": _text(content.get("text")), "payload": _text(content.get("payload"))}
    if kind == "interactive":
        return _tapped(content)
    if kind == "location":
        return _place(content)
    if kind == "audio":
        media = content.get("id")
        return {"kind": Kind.VOICE, "media": media} if isinstance(media, str) else {"kind": Kind.UNREADABLE}
    if kind == "system":
        return _moved(content)
    if kind == "request_welcome":
        return {"kind": Kind.OPENED}
    return _unreadable(kind, content)


def _tapped(content: dict[str, Any]) -> dict[str, Any] | None:
    for kind in ("button_reply", "list_reply"):
        reply = content.get(kind)
        if isinstance(reply, dict) and isinstance(reply.get("id"), str):
            return {"kind": Kind.PRESS, "text": _text(reply.get("title")), "payload": reply["id"]}
    return None


def _place(content: dict[str, Any]) -> dict[str, Any]:
    try:
        latitude, longitude = float(content["latitude"]), float(content["longitude"])
    except (KeyError, TypeError, ValueError):
        return {"kind": Kind.UNREADABLE}
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return {"kind": Kind.UNREADABLE}
    named = ", ".join(filter(None, (_text(content.get("name")), _text(content.get("address")))))
    return {"kind": Kind.PLACE, "place": (latitude, longitude), "text": named}


def _moved(content: dict[str, Any]) -> dict[str, Any] | None:
    new = _digits(content.get("wa_id") or content.get("new_wa_id"))
    changed = _text(content.get("type")) in {"user_changed_number", "customer_changed_number"}
    return {"kind": Kind.MOVED, "moved_to": new} if changed and new else None


def _unreadable(kind: str, content: dict[str, Any]) -> dict[str, Any] | None:
    if kind in NO_ANSWER or (kind == "unsupported" and _text(content.get("type")) in {*NO_ANSWER, "edit"}):
        return None
    caption = _text(content.get("caption")) if kind in WITH_CAPTION else ""
    return {"kind": Kind.WORDS, "text": caption, "unseen": True} if caption.strip() else {"kind": Kind.UNREADABLE}


def _values(payload: Any, phone_id: str) -> Iterator[dict[str, Any]]:
    entries = _dicts(payload.get("entry")) if isinstance(payload, dict) else []
    for change in (change for entry in entries for change in _dicts(entry.get("changes"))):
        value = change.get("value")
        if change.get("field") != MESSAGES or not isinstance(value, dict):
            continue
        about = value.get("metadata")
        if isinstance(about, dict) and about.get("phone_number_id") == phone_id:
            yield value


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _digits(value: Any) -> str | None:
    return value if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20 else None


def _time(told: dict[str, Any]) -> dt.datetime:
    """When it was written, by WhatsApp's clock; now, when it does not say."""
    try:
        return min(dt.datetime.fromtimestamp(int(told["timestamp"]), dt.UTC), LATEST)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return dt.datetime.now(dt.UTC)
