"""Calls the webhook as Meta does: signed, and again, later and later, until it is taken."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import urllib3

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


def new_line() -> urllib3.PoolManager:
    """A connection of its own for each caller. Not `requests`: with fifty at once its own work is most of the time."""
    return urllib3.PoolManager(num_pools=1, maxsize=1, retries=False, timeout=TIMEOUT_SECONDS)


def call(line: urllib3.PoolManager, webhook: str, body: bytes, *, app_secret: str) -> Call:
    """Call until it is taken; raises BenchFailed when that never happens."""
    took: list[float] = []
    headers = signed(body, app_secret)
    for pause in (*PAUSES_SECONDS, None):
        started = time.perf_counter()
        status = _status(line, webhook, body, headers)
        took.append((time.perf_counter() - started) * 1000)
        if status == 200:
            return Call(tuple(took), refused=len(took) - 1)
        if pause is None or status not in PASSING:
            raise BenchFailed(f"the webhook answered {status}")
        time.sleep(pause)
    raise AssertionError("the last call ends it")


def _status(line: urllib3.PoolManager, webhook: str, body: bytes, headers: Mapping[str, str]) -> int:
    try:
        return line.request("POST", webhook, body=body, headers=headers).status
    except urllib3.exceptions.HTTPError:
        return 0
