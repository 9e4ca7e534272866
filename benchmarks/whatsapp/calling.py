"""Calls the webhook as Meta does: signed, and again, later and later, until it is taken."""

from __future__ import annotations

import time
from dataclasses import dataclass

import requests

from benchmarks.processes import BenchFailed
from tests.standins.graph.hook import signed

TIMEOUT_SECONDS = 60
PAUSES_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)
# Worth another call; 0: no answer at all, as when the server closes a connection that was idle.
PASSING = frozenset({0, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Call:
    """One payload: the milliseconds until an answer, for each call, and how many were not taken."""

    milliseconds: tuple[float, ...]
    refused: int


def call(session: requests.Session, webhook: str, body: bytes, *, app_secret: str) -> Call:
    """Call until it is taken; raises BenchFailed when that never happens."""
    took: list[float] = []
    for pause in (*PAUSES_SECONDS, None):
        started = time.perf_counter()
        status = _status(session, webhook, body, app_secret)
        took.append((time.perf_counter() - started) * 1000)
        if status == 200:
            return Call(tuple(took), refused=len(took) - 1)
        if pause is None or status not in PASSING:
            raise BenchFailed(f"the webhook answered {status}")
        time.sleep(pause)
    raise AssertionError("the last call ends it")


def _status(session: requests.Session, webhook: str, body: bytes, app_secret: str) -> int:
    try:
        headers = signed(body, app_secret)
        return session.post(webhook, data=body, headers=headers, timeout=TIMEOUT_SECONDS).status_code
    except requests.RequestException:
        return 0
