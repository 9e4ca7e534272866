"""The result of a run: our numbers beside the stock's, their ratios and the goals; as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy import Accuracy
from benchmarks.load import Load

LANGUAGE_NAMES = {"nl": "Dutch", "tr": "Turkish", "ar": "Arabic", "all": "all"}


@dataclass(frozen=True)
class Side:
    """Everything measured on one side; memory and processor time (milliseconds a turn) are by process."""

    training_seconds: float
    start_seconds: float
    load: Load
    memory_megabytes: Mapping[str, float]
    cpu_ms: Mapping[str, float]
    model_megabytes: float
    accuracy: Mapping[str, Accuracy]


@dataclass(frozen=True)
class Row:
    """One measure on both sides; the goal bounds the ratio ours / stock, from above or below."""

    name: str
    unit: str
    ours: float
    stock: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours divided by the stock's; None when the stock's is zero."""
        return self.ours / self.stock if self.stock else None

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None when there is no goal, or no ratio to judge."""
        if self.ratio is None or (self.at_most is None and self.at_least is None):
            return None
        too_much = self.at_most is not None and self.ratio > self.at_most
        too_little = self.at_least is not None and self.ratio < self.at_least
        return not (too_much or too_little)

    @property
    def goal(self) -> str:
        """The goal in words."""
        if self.at_most is not None:
            return f"<= {self.at_most:.2f} x"
        return f">= {self.at_least:.2f} x" if self.at_least is not None else ""


def rows(ours: Side, stock: Side) -> list[Row]:
    """Every measure, in the order in which it is shown."""
    found = [
        Row("training", "s", ours.training_seconds, stock.training_seconds, at_most=1 / 3),
        Row("start to first answer", "s", ours.start_seconds, stock.start_seconds, at_most=1 / 2),
        Row("memory of all processes", "MB", _sum(ours.memory_megabytes), _sum(stock.memory_megabytes), at_most=1.2),
        Row("one turn, p50", "ms", ours.load.p50_ms, stock.load.p50_ms, at_most=0.7),
        Row("one turn, p95", "ms", ours.load.p95_ms, stock.load.p95_ms),
        Row("turns per second, 8 residents", "/s", ours.load.turns_per_second, stock.load.turns_per_second, at_least=3),
        Row("one turn of 8 at once, p95", "ms", ours.load.p95_at_once_ms, stock.load.p95_at_once_ms),
        Row("processor time of one turn", "ms", _sum(ours.cpu_ms), _sum(stock.cpu_ms)),
        Row("model file", "MB", ours.model_megabytes, stock.model_megabytes),
    ]
    for tag, accuracy in ours.accuracy.items():
        name, other = LANGUAGE_NAMES.get(tag, tag), stock.accuracy[tag]
        found += [
            Row(f"intent right, {name}", "%", accuracy.right * 100, other.right * 100),
            Row(f"acts on a wrong intent, {name}", "%", accuracy.acts_wrongly * 100, other.acts_wrongly * 100),
        ]
    return found


def table(measures: Sequence[Row]) -> str:
    """The rows as aligned text."""
    lines = [("", "ours", "stock", "ratio", "goal", "")]
    for row in measures:
        ratio = "-" if row.ratio is None else f"{row.ratio:.2f} x"
        verdict = {True: "reached", False: "missed", None: ""}[row.reached]
        lines.append((row.name, _shown(row.ours, row.unit), _shown(row.stock, row.unit), ratio, row.goal, verdict))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(_aligned(line, widths) for line in lines)


def write_json(path: Path, measures: Sequence[Row], details: Mapping[str, Any]) -> None:
    """Write the rows with their verdicts, and `details` as they are."""
    told = [{**asdict(row), "ratio": row.ratio, "reached": row.reached} for row in measures]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"rows": told, **details}, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _sum(by_process: Mapping[str, float]) -> float:
    return sum(by_process.values())


def _shown(value: float, unit: str) -> str:
    return f"{value:.0f} {unit}" if value >= 100 else f"{value:.1f} {unit}"


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers, verdict = line
    middle = "  ".join(text.rjust(width) for text, width in zip(numbers, widths[1:-1], strict=True))
    return f"{name.ljust(widths[0])}  {middle}  {verdict}".rstrip()
