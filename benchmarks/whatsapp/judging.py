"""What became of the messages: lost, sent twice, out of order, and how long the first text of each answer took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.load import percentile
from benchmarks.whatsapp.residents import Resident, answers
from tests.standins.graph import Graph, Sent

# The issue's own bound for the acknowledgement of a payload.
ACKNOWLEDGED_MS = 100


@dataclass(frozen=True)
class Outcome:
    """One way of writing. Seconds run from the webhook's call to the moment that Meta's side took the first text."""

    way: str
    residents: int
    messages: int
    lost: int
    twice: int
    residents_out_of_order: int
    p50_seconds: float
    p95_seconds: float
    all_answered_seconds: float
    acknowledged_p50_ms: float
    acknowledged_p95_ms: float
    refused: int
    sent: int

    @property
    def is_right(self) -> bool:
        """Nothing lost, nothing twice, every resident in order."""
        return not (self.lost or self.twice or self.residents_out_of_order)


def judge(graph: Graph, residents: Sequence[Resident], *, way: str) -> Outcome:
    """Look at everything that was sent to these residents."""
    waits: list[float] = []
    lost = twice = disordered = 0
    last = 0.0
    for resident in residents:
        found = answers(graph, resident)
        lost += sum(not sent for sent in found.values())
        twice += sum(max(0, len(sent) - 1) for sent in found.values()) + _same_delivery(graph.sent_to(resident.number))
        firsts = [found[asked.first_line][0] for asked in resident.asks if found[asked.first_line]]
        moments = [sent.at for sent in firsts]
        disordered += moments != sorted(moments)
        waits += [
            found[asked.first_line][0].at - written
            for asked, written in zip(resident.asks, resident.written_at, strict=True)
            if found[asked.first_line]
        ]
        last = max([last, *(sent.at for sent in graph.sent_to(resident.number))])
    acknowledged = [ms for resident in residents for ms in resident.acknowledged_ms]
    return Outcome(
        way=way,
        residents=len(residents),
        messages=sum(len(resident.asks) for resident in residents),
        lost=lost,
        twice=twice,
        residents_out_of_order=disordered,
        p50_seconds=percentile(waits, 50) if waits else 0.0,
        p95_seconds=percentile(waits, 95) if waits else 0.0,
        all_answered_seconds=max(0.0, last - min(resident.written_at[0] for resident in residents)),
        acknowledged_p50_ms=percentile(acknowledged, 50),
        acknowledged_p95_ms=percentile(acknowledged, 95),
        refused=sum(resident.refused for resident in residents),
        sent=sum(len(graph.sent_to(resident.number)) for resident in residents),
    )


def _same_delivery(sent: Sequence[Sent]) -> int:
    """How many messages came from a delivery that had been sent before: the gateway sends its key along."""
    keys = Counter(each.message.get("biz_opaque_callback_data") for each in sent)
    return sum(count - 1 for key, count in keys.items() if key)
