"""Shares with their confidence intervals, per language and kind, and the confusions behind them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from civic.content.model import LANGUAGES
from evaluation.judge import Verdict
from evaluation.sentences import TOPIC_KINDS


@dataclass(frozen=True)
class Share:
    """`hits` of `total`, with Wilson's 95 % interval."""

    hits: int
    total: int

    @property
    def percent(self) -> float:
        """0 to 100; 0 of none is 0."""
        return 100 * self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, in percent."""
        if not self.total:
            return 0.0, 100.0
        z, share, total = 1.96, self.hits / self.total, self.total
        middle = (share + z * z / (2 * total)) / (1 + z * z / total)
        half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
        return 100 * (middle - half), 100 * (middle + half)


Measured = dict[str, dict[str, Share]]


def measure(verdicts: Sequence[Verdict]) -> Measured:
    """Per language: right per kind, offered, wrong cards, out-of-scope answered, person, emergency, language."""
    return {language: _of([v for v in verdicts if v.sentence.language == language]) for language in LANGUAGES}


def _of(verdicts: Sequence[Verdict]) -> dict[str, Share]:
    topics = [verdict for verdict in verdicts if verdict.sentence.topic is not None]
    shares = {
        kind: _share((v for v in topics if v.sentence.kind == kind), lambda v: v.is_right) for kind in TOPIC_KINDS
    }
    shares["right or offered"] = _share(topics, lambda v: v.is_offered)
    shares["wrong card"] = _share(topics, lambda v: v.is_wrong_card)
    other: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        other[verdict.sentence.kind].append(verdict)
    shares["out of scope answered"] = _share(other["out_of_scope"], lambda v: not v.is_right)
    shares["person"] = _share(other["person"], lambda v: v.is_right)
    shares["emergency"] = _share(other["emergency"], lambda v: v.is_right)
    shares["language"] = _share(topics, lambda v: v.language == v.sentence.language)
    return shares


def _share(verdicts: Iterable[Verdict], is_hit: Callable[[Verdict], bool]) -> Share:
    judged = [is_hit(verdict) for verdict in verdicts]
    return Share(sum(judged), len(judged))


def worst_confusions(verdicts: Sequence[Verdict], *, most: int = 10) -> list[tuple[str, str, list[str]]]:
    """The pairs (topic, what was answered instead) that happen most, with their sentences."""
    pairs: Counter[tuple[str, str]] = Counter()
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.sentence.topic is not None and verdict.is_wrong_card:
            pair = (verdict.sentence.topic, verdict.intent)
            pairs[pair] += 1
            said[pair].append(verdict.sentence.text)
    return [(topic, instead, said[topic, instead]) for (topic, instead), _ in pairs.most_common(most)]
