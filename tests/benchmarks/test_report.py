"""Ratios, verdicts and the two forms of the report."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.accuracy import Accuracy
from benchmarks.load import Load
from benchmarks.report import Row, Side, rows, table, write_json


def side(*, speed: float) -> Side:
    return Side(
        training_seconds=100 / speed,
        start_seconds=40 / speed,
        memory_megabytes={"rasa": 600.0, "gateway": 400.0},
        cpu_ms={"rasa": 20 / speed, "gateway": 10 / speed},
        model_megabytes=10.0,
        load=Load(
            turns=100, p50_ms=60 / speed, p95_ms=90 / speed, turns_per_second=10 * speed, p95_at_once_ms=500 / speed
        ),
        accuracy={"nl": Accuracy(10, 0.8, 0.1, 0.1), "all": Accuracy(10, 0.8, 0.1, 0.1)},
    )


def test_a_goal_from_above_is_reached_at_the_bound() -> None:
    assert Row("memory", "MB", ours=120, stock=100, at_most=1.2).reached is True
    assert Row("memory", "MB", ours=121, stock=100, at_most=1.2).reached is False


def test_a_goal_from_below_is_missed_under_the_bound() -> None:
    assert Row("speed", "/s", ours=30, stock=10, at_least=3).reached is True
    assert Row("speed", "/s", ours=29, stock=10, at_least=3).reached is False


def test_without_a_goal_or_a_ratio_there_is_no_verdict() -> None:
    assert Row("p95", "ms", ours=1, stock=2).reached is None
    nothing = Row("p50", "ms", ours=1, stock=0, at_most=0.7)
    assert (nothing.ratio, nothing.reached) == (None, None)


def test_a_stack_four_times_as_fast_reaches_every_goal() -> None:
    with_goal = [row for row in rows(side(speed=4), side(speed=1)) if row.goal]
    assert len(with_goal) == 5
    assert all(row.reached for row in with_goal)


def test_the_table_shows_both_sides_ratio_goal_and_verdict() -> None:
    shown = table(rows(side(speed=2), side(speed=1)))
    training = next(line for line in shown.splitlines() if line.startswith("training"))
    assert training.split() == ["training", "50.0", "s", "100", "s", "0.50", "x", "<=", "0.33", "x", "missed"]
    assert "intent right, Dutch" in shown


def test_memory_is_that_of_all_processes() -> None:
    memory = next(row for row in rows(side(speed=4), side(speed=1)) if row.name.startswith("memory"))
    assert memory.ours == 1000.0


def test_the_json_holds_each_row_with_its_verdict_and_the_details(tmp_path: Path) -> None:
    path = tmp_path / "bench" / "report.json"
    write_json(path, [Row("training", "s", ours=1, stock=4, at_most=1 / 3)], {"machine": "a machine"})
    told = json.loads(path.read_text("utf-8"))
    assert told["machine"] == "a machine"
    assert told["rows"][0]["ratio"] == 0.25
    assert told["rows"][0]["reached"] is True
