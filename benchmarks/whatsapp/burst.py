"""A burst of payloads that were handled before: what they change (nothing), and how fast they are acknowledged."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import func, select

from benchmarks.load import percentile
from benchmarks.whatsapp.calling import call, new_line
from gateway.store.database import Database
from gateway.store.schema import Delivery, Message
from tests.standins.graph import Graph

SIZE = 5000
CALLERS = 8
# Long enough for the worker to do something about it, if it wanted to.
SETTLE_SECONDS = 4


@dataclass(frozen=True)
class Burst:
    """`changed`: messages sent, rows of deliveries and kept messages that are new after it; 0 is right."""

    payloads: int
    changed: int
    seconds: float
    acknowledged_p95_ms: float


def repeat(graph: Graph, webhook: str, payloads: Sequence[bytes], *, database: Database, size: int = SIZE) -> Burst:
    """Call the webhook `size` times with payloads that it has had; raises BenchFailed when one is not taken."""
    before = _counts(graph, database)
    here = threading.local()

    def again(place: int) -> tuple[float, ...]:
        if not hasattr(here, "line"):
            here.line = new_line()
        body = payloads[place % len(payloads)]
        return call(here.line, webhook, body, app_secret=graph.account.app_secret).milliseconds

    started = time.monotonic()
    with ThreadPoolExecutor(CALLERS) as callers:
        took = [ms for each in callers.map(again, range(size)) for ms in each]
    seconds = time.monotonic() - started
    time.sleep(SETTLE_SECONDS)
    after = _counts(graph, database)
    changed = sum(abs(now - then) for now, then in zip(after, before, strict=True))
    return Burst(size, changed, seconds, percentile(took, 95))


def _counts(graph: Graph, database: Database) -> tuple[int, int, int]:
    with database.transaction() as session:
        deliveries = session.scalar(select(func.count()).select_from(Delivery)) or 0
        messages = session.scalar(select(func.count()).select_from(Message)) or 0
    return len(graph.sent), deliveries, messages
