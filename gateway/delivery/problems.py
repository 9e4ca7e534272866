"""What can go wrong on the way to someone, and what is done about it.

| what happens | what is done |
| --- | --- |
| no connection, time-out, 5xx, 408, 425, 429 | tried again after 10 s, 30 s, 2 min … 8 h; then failed |
| any other 4xx | failed at once |
| not a good moment (quiet hours) | waits until it is, without counting as an attempt |
| the worker dies while sending | taken up again, with the same key |
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gateway.store.schema import DeliveryState

BACK_OFF = tuple(dt.timedelta(seconds=seconds) for seconds in (10, 30, 120, 600, 1800, 3600, 7200, 14400, 28800))
LONGEST_WAIT = dt.timedelta(days=1)
WORTH_ANOTHER_TRY = frozenset({408, 425, 429})
PROBLEM_LENGTH = 120


class Problem(Exception):
    """Why it was not brought; `reason` is kept and shown to staff: a status or a kind, never words or addresses."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason[:PROBLEM_LENGTH]


class TryLater(Problem):
    """It may work another time; `after`: how long the other side wants us to wait."""

    def __init__(self, reason: str, *, after: dt.timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class GiveUp(Problem):
    """It will never work like this."""


class PutOff(Problem):
    """Not before `until`; this is not an attempt."""

    def __init__(self, reason: str, *, until: dt.datetime) -> None:
        super().__init__(reason)
        self.until = until


def refused(status: int, *, retry_after: str | None = None) -> Problem:
    """The problem that an HTTP answer stands for, to be raised; `retry_after`: that header, in seconds."""
    if status >= 500 or status in WORTH_ANOTHER_TRY:
        seconds = int(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else None
        after = None if seconds is None else min(dt.timedelta(seconds=min(seconds, 10**6)), LONGEST_WAIT)
        return TryLater(f"HTTP {status}", after=after)
    return GiveUp(f"HTTP {status}")


@dataclass(frozen=True)
class Next:
    """The state a delivery goes to, from when it may be taken, and how many attempts it has had."""

    state: DeliveryState
    at: dt.datetime
    attempts: int


def what_next(problem: Problem, *, attempts: int, now: dt.datetime) -> Next:
    """What becomes of a delivery that met `problem` in attempt number `attempts` (from 1)."""
    if isinstance(problem, PutOff):
        return Next(DeliveryState.WAITING, problem.until, attempts - 1)
    if isinstance(problem, GiveUp) or attempts > len(BACK_OFF):
        return Next(DeliveryState.FAILED, now, attempts)
    wait = BACK_OFF[attempts - 1]
    if isinstance(problem, TryLater) and problem.after is not None:
        wait = max(wait, problem.after)
    return Next(DeliveryState.WAITING, now + wait, attempts)
