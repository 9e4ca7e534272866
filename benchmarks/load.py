"""Puts residents in front of either side: one after the other, or several at once."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import requests

from benchmarks.processes import BenchFailed

TURNS_PER_TALK = 5
WARM_UP = 24
TIMEOUT_SECONDS = 60
# What the gateway answers when a part of the stack failed.
APOLOGY = "notice"


class NoReply(Exception):
    """The other side did not answer a turn with a real reply."""


class Talk(Protocol):
    """One resident's conversation."""

    def say(self, text: str) -> None:
        """Say `text` and wait for the whole reply; raises NoReply."""


@dataclass(frozen=True)
class Load:
    """What a side bore: milliseconds per turn alone, and turns per second with several residents at once.

    `turns` counts all turns, with those that warmed it up.
    """

    turns: int
    p50_ms: float
    p95_ms: float
    turns_per_second: float
    p95_at_once_ms: float


class StockTalk:
    """Speaks to Rasa's REST channel."""

    def __init__(self, url: str, session: requests.Session | None = None) -> None:
        self._url = f"{url}/webhooks/rest/webhook"
        self._sender = uuid.uuid4().hex
        self._session = session or new_session()

    def say(self, text: str) -> None:
        """One bare reply."""
        messages = _post(self._session, self._url, {"sender": self._sender, "message": text})
        if not messages:
            raise NoReply("an empty list")


class OurTalk:
    """Speaks to our gateway, as the web page does: language found by the gateway, city known."""

    def __init__(self, url: str, session: requests.Session | None = None) -> None:
        self._url = f"{url}/api/chat"
        self._conversation: str | None = None
        self._session = session or new_session()

    def say(self, text: str) -> None:
        """One whole turn, through gateway, Rasa and actions."""
        body = {"conversation": self._conversation, "text": text, "language": None, "city": "genk"}
        answer = _post(self._session, self._url, body)
        self._conversation = answer["conversation"]
        kinds = {message["kind"] for message in answer["messages"]}
        if not kinds or APOLOGY in kinds:
            raise NoReply("an apology" if kinds else "no message")


def measure(new_talk: Callable[[requests.Session], Talk], texts: Sequence[str], *, residents: int) -> Load:
    """Say each text alone, then again with `residents` at once; raises BenchFailed when a turn fails."""
    try:
        warm_up = _talk(new_talk, texts[:WARM_UP])
        alone = _talk(new_talk, texts)
        started = time.monotonic()
        with ThreadPoolExecutor(residents) as crowd:
            shares = [texts[i::residents] for i in range(residents)]
            together = [ms for share in crowd.map(lambda share: _talk(new_talk, share), shares) for ms in share]
        seconds = time.monotonic() - started
    except NoReply as error:
        raise BenchFailed(f"A turn got no reply: {error}") from error
    return Load(
        turns=len(warm_up) + len(alone) + len(together),
        p50_ms=percentile(alone, 50),
        p95_ms=percentile(alone, 95),
        turns_per_second=len(together) / seconds,
        p95_at_once_ms=percentile(together, 95),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which `percent` of `values` lie, interpolated; ValueError when there are none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * percent / 100
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def new_session() -> requests.Session:
    """A connection of its own for each resident, never through a proxy."""
    session = requests.Session()
    session.trust_env = False
    return session


def _talk(new_talk: Callable[[requests.Session], Talk], texts: Sequence[str]) -> list[float]:
    """The milliseconds of each turn; a new talk after every few turns, as residents do."""
    took: list[float] = []
    session = new_session()
    for place, text in enumerate(texts):
        if place % TURNS_PER_TALK == 0:
            talk = new_talk(session)
        started = time.perf_counter()
        talk.say(text)
        took.append((time.perf_counter() - started) * 1000)
    return took


def _post(session: requests.Session, url: str, body: dict[str, Any]) -> Any:
    try:
        response = session.post(url, json=body, timeout=TIMEOUT_SECONDS)
        response.raise_for_status()
        return response.json()
    except (requests.RequestException, ValueError) as error:
        raise NoReply(type(error).__name__) from None
