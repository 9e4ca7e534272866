"""The stand-in itself: what it was sent, whom it knows, and how it is to behave."""

from __future__ import annotations

import base64
import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from tests.standins.graph.account import INVITATION, LANGUAGES, Account
from tests.standins.graph.hook import Hook, Post
from tests.standins.graph.limits import Limits
from tests.standins.graph.media import Media, new_media
from tests.standins.graph.notifications import bsuid
from tests.standins.graph.phones import Phone


@dataclass
class Sent:
    """A message that the business sent: what it posted, when it was taken (unix seconds), and how far it came."""

    id: str
    to: str
    message: dict[str, Any]
    at: float = field(default_factory=time.time)
    state: str = "accepted"
    problem: int | None = None

    @property
    def type(self) -> str:
        """`text`, `interactive`, `audio`, `template` …"""
        return str(self.message.get("type", "text"))

    @property
    def text(self) -> str:
        """The words of a text, of the body of an interactive message, or of a caption."""
        content = self.message.get(self.type) or {}
        body = content.get("body", content.get("caption", ""))
        return str(body.get("text", "")) if isinstance(body, dict) else str(body)

    @property
    def choices(self) -> dict[str, str]:
        """Ids of what can be tapped, by title: reply buttons or list rows."""
        action = (self.message.get("interactive") or {}).get("action") or {}
        replies = [button["reply"] for button in action.get("buttons", [])]
        rows = [row for section in action.get("sections", []) for row in section["rows"]]
        return {choice["title"]: choice["id"] for choice in (*replies, *rows)}


@dataclass
class Behaviour:
    """How the stand-in is to behave; tests change it between calls.

    delay_seconds: how long each call takes.
    refusals: codes that the next calls to send are refused with, one each.
    is_down: every call gets a page of a proxy with status 503.
    reports: statuses are called back by themselves, `delivered` and `read` so many seconds after `sent`.
    refuses_at_once: a closed window and an unknown number are refused in the answer, not reported later.
    """

    delay_seconds: float = 0.0
    refusals: deque[int] = field(default_factory=deque)
    is_down: bool = False
    reports: bool = True
    sent_after: float = 0.02
    delivered_after: float = 0.15
    read_after: float = 0.4
    refuses_at_once: bool = False


class Graph:
    """Everything the stand-in holds. Safe to use from several threads."""

    def __init__(self, account: Account | None = None, *, webhook: str = "", post: Post | None = None) -> None:
        self.url = ""
        self.account = account or Account()
        self.behaviour = Behaviour()
        self.limits = Limits()
        self.hook = Hook(url=webhook, app_secret=self.account.app_secret, post=post)
        self.media: dict[str, Media] = {}
        self.sent: list[Sent] = []
        self._by_number: dict[str, list[Sent]] = {}
        self.calls: list[tuple[str, str, int]] = []
        self.read: dict[str, bool] = {}
        self.phones: dict[str, Phone] = {}
        self.lock = threading.RLock()
        self.changes = threading.Condition()
        self.version = 0

    def phone(self, number: str) -> Phone:
        """The phone with this number, made when it is not there yet."""
        with self.lock:
            if number not in self.phones:
                self.phones[number] = Phone(self, number)
            return self.phones[number]

    @property
    def users(self) -> dict[str, str]:
        """Numbers of phones, by the id that Meta gives their users."""
        return {bsuid(number): number for number in self.phones}

    def keep_media(self, content: bytes, mime_type: str) -> Media:
        """Hold a file."""
        media = new_media(content, mime_type)
        with self.lock:
            self.media[media.id] = media
        return media

    def forget_media(self, media_id: str) -> None:
        """As after 30 days: the id is not known any more."""
        with self.lock:
            self.media.pop(media_id, None)

    def sent_to(self, number: str) -> list[Sent]:
        """What the business sent to one number and we took, oldest first."""
        with self.lock:
            return list(self._by_number.get(number, ()))

    def keep_sent(self, sent: Sent) -> None:
        """Note a message that was taken."""
        with self.lock:
            self.sent.append(sent)
            self._by_number.setdefault(sent.to, []).append(sent)
        self.changed()

    def find_sent(self, message_id: str) -> Sent | None:
        """The sent message with this id."""
        with self.lock:
            return next((sent for sent in reversed(self.sent) if sent.id == message_id), None)

    def environment(self) -> dict[str, str]:
        """The settings of a gateway that uses this stand-in."""
        return {
            "WHATSAPP_TOKEN": self.account.token,
            "WHATSAPP_PHONE_ID": self.account.phone_id,
            "WHATSAPP_APP_SECRET": self.account.app_secret,
            "WHATSAPP_VERIFY_TOKEN": self.account.verify_token,
            "WHATSAPP_NUMBER": self.account.number,
            "WHATSAPP_ACCOUNT_ID": self.account.account_id,
            "WHATSAPP_TEMPLATES": " ".join(f"{language}={INVITATION}:{language}" for language in LANGUAGES),
            "WHATSAPP_GRAPH_URL": self.url,
        }

    def changed(self) -> None:
        """Tell the pages that there is something new to see."""
        with self.changes:
            self.version += 1
            self.changes.notify_all()

    def wait_for(self, wanted: Any, *, seconds: float = 20.0) -> Any:
        """What `wanted()` gives, as soon as it is true; AssertionError when it does not become so."""
        end = time.monotonic() + seconds
        while not (found := wanted()):
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"not within {seconds:.0f} s; {len(self.sent)} messages were sent so far")
            with self.changes:
                self.changes.wait(min(left, 0.2))
        return found

    def stop(self) -> None:
        """Call nobody any more."""
        self.hook.stop()


def new_id() -> str:
    """A message id as Meta makes them."""
    return "wamid." + base64.b64encode(b"HBgLMzI0" + secrets.token_bytes(24)).decode()
