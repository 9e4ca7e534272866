"""Runs the whole measurement against a started stack, and tells it as a table and as JSON."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.data import Question
from benchmarks.processes import say, wait_until_quiet
from benchmarks.whatsapp import burst
from benchmarks.whatsapp.judging import ACKNOWLEDGED_MS, Outcome, judge
from benchmarks.whatsapp.questions import Asked, choose
from benchmarks.whatsapp.residents import Resident, Way, is_answered, write_all
from civic.content.model import LANGUAGES
from gateway.store.database import Database
from tests.standins.graph import Graph

RESIDENTS = 50
MESSAGES = 10
CALL_SECONDS = 0.08
# Meta's own limit for one number.
MESSAGES_PER_SECOND = 80
PATIENCE_SECONDS = 60.0
QUIET_SECONDS = 5.0
PATH = "/webhooks/whatsapp"


@dataclass(frozen=True)
class Measured:
    """Both ways of writing, and the burst of repeated payloads after them."""

    outcomes: tuple[Outcome, ...]
    burst: burst.Burst

    @property
    def is_right(self) -> bool:
        """Nothing lost, nothing twice, order kept, and the burst changed nothing."""
        return all(outcome.is_right for outcome in self.outcomes) and self.burst.changed == 0

    def as_json(self) -> dict[str, Any]:
        """Everything, for the report."""
        outcomes = [{**asdict(outcome), "is_right": outcome.is_right} for outcome in self.outcomes]
        return {"call_ms": CALL_SECONDS * 1000, "outcomes": outcomes, "burst": asdict(self.burst)}


def settings_for(graph: Graph) -> dict[str, str]:
    """The settings of a stack that is measured with this stand-in."""
    return {**graph.environment(), "WHATSAPP_MESSAGES_PER_SECOND": str(MESSAGES_PER_SECOND)}


def measure(
    graph: Graph,
    url: str,
    candidates: Sequence[Question],
    *,
    database: Database,
    pids: Iterable[int],
    residents: int = RESIDENTS,
    messages: int = MESSAGES,
) -> Measured:
    """Measure the stack at `url`, which uses `graph`; raises BenchFailed when it cannot be measured.

    pids: its processes. Until they have loaded everything, a question may get another answer than later.
    """
    wait_until_quiet(pids)
    webhook = f"{url}{PATH}"
    graph.hook.url = webhook
    graph.behaviour.delay_seconds = CALL_SECONDS
    try:
        asks = {language: choose(url, candidates, language=language, count=messages) for language in LANGUAGES}
        crowds = {way: _crowd(asks, residents, first=number * residents) for number, way in enumerate(Way)}
        outcomes = tuple(_one_way(graph, webhook, crowd, way=way) for way, crowd in crowds.items())
        say(f"WhatsApp: {burst.SIZE} payloads again")
        payloads = [payload for crowd in crowds.values() for resident in crowd for payload in resident.payloads]
        return Measured(outcomes, burst.repeat(graph, webhook, payloads, database=database))
    finally:
        graph.hook.url = ""  # the stack is about to end


def _one_way(graph: Graph, webhook: str, crowd: Sequence[Resident], *, way: Way) -> Outcome:
    say(f"WhatsApp: {len(crowd)} residents, {len(crowd[0].asks)} messages each, {way.value}")
    write_all(graph, webhook, crowd, way=way, seconds=PATIENCE_SECONDS)
    _wait_until_quiet(graph, crowd)
    return judge(graph, crowd, way=way.value)


def table(measured: Measured) -> str:
    """The outcome as aligned text, with verdicts."""
    lines = [_told(outcome) for outcome in measured.outcomes]
    again = measured.burst
    verdict = "reached" if again.changed == 0 else "MISSED"
    lines.append(
        f"repeated, {again.payloads} payloads: {again.changed} changes ({verdict}); taken in {again.seconds:.1f} s, "
        f"p95 of an acknowledgement {again.acknowledged_p95_ms:.0f} ms"
    )
    return "\n".join(lines)


def _told(outcome: Outcome) -> str:
    verdict = "reached" if outcome.is_right else "MISSED"
    fast = "reached" if outcome.acknowledged_p95_ms < ACKNOWLEDGED_MS else "missed"
    return (
        f"{outcome.way}, {outcome.residents} residents x {outcome.messages // outcome.residents}: lost {outcome.lost}, "
        f"twice {outcome.twice}, out of order {outcome.residents_out_of_order} ({verdict}); "
        f"webhook to first text p50 {outcome.p50_seconds:.1f} s, p95 {outcome.p95_seconds:.1f} s; "
        f"all {outcome.sent} messages sent after {outcome.all_answered_seconds:.0f} s; "
        f"acknowledged p95 {outcome.acknowledged_p95_ms:.0f} ms ({fast}: under {ACKNOWLEDGED_MS} ms), "
        f"{outcome.refused} taken only when repeated"
    )


def _crowd(asks: Mapping[str, Sequence[Asked]], residents: int, *, first: int) -> list[Resident]:
    """Residents with numbers that nobody can have, languages taking turns."""
    languages = list(asks)
    return [
        Resident(number=f"3247000{first + place:04d}", asks=asks[languages[place % len(languages)]])
        for place in range(residents)
    ]


def _wait_until_quiet(graph: Graph, crowd: Sequence[Resident]) -> None:
    """Until all is answered and nothing more comes, or nothing has come for a minute: that is lost."""
    seen, since = len(graph.sent), time.monotonic()
    while True:
        time.sleep(0.2)
        if len(graph.sent) != seen:
            seen, since = len(graph.sent), time.monotonic()
            continue
        quiet = time.monotonic() - since
        if quiet > PATIENCE_SECONDS or (quiet > QUIET_SECONDS and all(is_answered(graph, each) for each in crowd)):
            return
