"""Residents with phones: each posts signed payloads to the webhook, as Meta does, and looks for the answers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.whatsapp.calling import call, new_line
from benchmarks.whatsapp.questions import Asked, first_line
from tests.standins.graph import Graph, Sent

# Fifty of them look: often enough for a person, and cheap for the machine that is measured.
LOOK_SECONDS = 0.05
# Every so many payloads are called twice, as Meta does when it is not sure.
REPEAT_EVERY = 5


class Way(StrEnum):
    """`WAITING`: the next message when the answer to the last one is there. `AT_ONCE`: all in a row."""

    WAITING = "waiting"
    AT_ONCE = "at once"


@dataclass
class Resident:
    """One phone. `written_at`: unix seconds when each message was posted. `acknowledged_ms`: of every call.

    `refused`: calls that were not taken and repeated.
    """

    number: str
    asks: Sequence[Asked]
    written_at: list[float] = field(default_factory=list)
    acknowledged_ms: list[float] = field(default_factory=list)
    payloads: list[bytes] = field(default_factory=list)
    refused: int = 0


def write_all(graph: Graph, webhook: str, residents: Sequence[Resident], *, way: Way, seconds: float) -> None:
    """Let all write at once, each on a connection of their own; raises BenchFailed when a payload is not taken.

    seconds: how long one waits for an answer before going on.
    """
    stop = threading.Event()
    with ThreadPoolExecutor(len(residents)) as crowd:
        try:
            list(crowd.map(lambda each: _write(graph, webhook, each, way=way, seconds=seconds, stop=stop), residents))
        finally:  # also when one fails or the bench is stopped by hand
            stop.set()


def answers(graph: Graph, resident: Resident) -> dict[str, list[Sent]]:
    """What was sent to a resident that is the first text of an answer, by its first line, in order."""
    found: dict[str, list[Sent]] = {asked.first_line: [] for asked in resident.asks}
    for sent in graph.sent_to(resident.number):
        line = first_line(sent.text)
        if line in found:
            found[line].append(sent)
    return found


def is_answered(graph: Graph, resident: Resident) -> bool:
    """Whether every question has an answer by now."""
    return all(answers(graph, resident).values())


def _write(graph: Graph, webhook: str, resident: Resident, *, way: Way, seconds: float, stop: threading.Event) -> None:
    line, phone = new_line(), graph.phone(resident.number)
    for place, asked in enumerate(resident.asks):
        if stop.is_set():
            return
        body = json.dumps(phone.payload(phone.message("text", {"body": asked.text})), ensure_ascii=False).encode()
        resident.payloads.append(body)
        phone.wrote_at = time.time()
        resident.written_at.append(phone.wrote_at)
        for _ in range(2 if place % REPEAT_EVERY == 0 else 1):
            done = call(line, webhook, body, app_secret=graph.account.app_secret)
            resident.acknowledged_ms.extend(done.milliseconds)
            resident.refused += done.refused
        if way is Way.WAITING:
            _wait_for_answer(graph, resident, asked, seconds=seconds, stop=stop)


def _wait_for_answer(graph: Graph, resident: Resident, asked: Asked, *, seconds: float, stop: threading.Event) -> None:
    end = time.monotonic() + seconds
    looked_at = 0
    while time.monotonic() < end:
        sent = graph.sent_to(resident.number)
        if any(first_line(each.text) == asked.first_line for each in sent[looked_at:]):
            return
        looked_at = len(sent)
        if stop.wait(LOOK_SECONDS):
            return
