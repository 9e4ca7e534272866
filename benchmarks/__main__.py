"""`python -m benchmarks`: train, start, question and load both sides one after the other, and report."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import psutil
import requests

from benchmarks import accuracy, load, ours, report, stock
from benchmarks.data import EXAMPLES, TOPICS, MissingData, Question, Split, read_split
from benchmarks.processes import ROOT, WORK, BenchFailed, cpu_seconds_of, megabytes_of, say, wait_until_quiet
from benchmarks.whatsapp import measuring
from bot.assemble import MissingExamples
from gateway.store.database import Database
from scripts.stack import MODEL
from tests.standins.graph import running_graph

REPORT = WORK / "report.json"
RESIDENTS = 8
TURNS = 240
# Processors busy before the run; above this, the report says that it was not alone.
QUIET_MACHINE = 0.3


def main(arguments: Sequence[str]) -> int:
    """Run everything; 1 with the reason when a step fails."""
    options = _options(arguments)
    busy_before = _processors_busy()
    try:
        split = read_split(ROOT / "data" / "nlu", most=options.examples)
        texts = _turns(split.topic_questions(), options.turns)
        say(f"{split.size} examples to train on, {len(split.held_out)} held out, {len(texts)} turns")
        our_side, our_details = _measure_ours(split, texts)
        stock_side, stock_details = _measure_stock(split, texts)
        phones = _measure_whatsapp(split)
    except (MissingData, MissingExamples, BenchFailed) as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1
    measures = report.rows(our_side, stock_side)
    conditions = _conditions(split, len(texts), busy_before=busy_before)
    details = {"ours": our_details, "stock": stock_details, "whatsapp": phones.as_json()}
    report.write_json(REPORT, measures, {**conditions, **details})
    print(f"\n{report.table(measures)}\n\nWhatsApp\n{measuring.table(phones)}\n")
    print(f"The stock model was trained on {stock_details['trained']['trained_on']} and is kept while inputs stay.")
    if busy_before > QUIET_MACHINE:
        print(f"Other work kept {busy_before:.1f} processors busy before: times are longer than they need be.")
    print(f"All numbers: {REPORT.relative_to(ROOT)}")
    return 0


def _measure_ours(split: Split, texts: Sequence[str]) -> tuple[report.Side, dict[str, Any]]:
    print("▸ Our stack")
    trained = ours.train(split)
    with ours.running_stack() as stack:
        say(f"ours: first answer after {stack.start_seconds:.1f} s; now {len(texts)} turns, twice")
        borne = _bear(lambda session: load.OurTalk(stack.url, session), texts, stack.pids)
        through_rasa = stack.rasa_turns()
    say("ours: intents of the held-out questions")
    judged = accuracy.measure(ours.FOLDER / MODEL, split.held_out, name="ours", pythonpath=ours.FOLDER)
    side = report.Side(trained.seconds, stack.start_seconds, *borne, trained.megabytes, judged)
    return side, {**asdict(side), "trained": asdict(trained), "turns_through_rasa": through_rasa}


def _measure_stock(split: Split, texts: Sequence[str]) -> tuple[report.Side, dict[str, Any]]:
    print("▸ Stock Rasa")
    trained = stock.train(split)
    with stock.running() as server:
        say(f"stock: first reply after {server.start_seconds:.1f} s; now the same turns")
        borne = _bear(lambda session: load.StockTalk(server.url, session), texts, server.pids)
    say("stock: intents of the held-out questions")
    judged = accuracy.measure(stock.MODEL, split.held_out, name="stock", pythonpath=stock.FOLDER)
    side = report.Side(trained.seconds, server.start_seconds, *borne, trained.megabytes, judged)
    return side, {**asdict(side), "trained": asdict(trained)}


def _measure_whatsapp(split: Split) -> measuring.Measured:
    """The trained copy again, with a WhatsApp whose other side is on this machine."""
    print("▸ WhatsApp")
    with running_graph() as graph, ours.running_stack(measuring.settings_for(graph)) as stack:
        database = Database(stack.database_url)
        return measuring.measure(graph, stack.url, split.topic_questions(), database=database, pids=stack.pids.values())


def _bear(
    new_talk: Callable[[requests.Session], load.Talk], texts: Sequence[str], pids: Mapping[str, int]
) -> tuple[load.Load, dict[str, float], dict[str, float]]:
    """Put the load on, and tell by process what memory it holds after it and the milliseconds it computed a turn."""
    wait_until_quiet(pids.values())  # ours still loads its search after the first answer
    before = {name: cpu_seconds_of(pid) for name, pid in pids.items()}
    borne = load.measure(new_talk, texts, residents=RESIDENTS)
    used = {name: cpu_seconds_of(pid) - before[name] for name, pid in pids.items()}
    memory = {name: megabytes_of(pid) for name, pid in pids.items()}
    return borne, memory, {name: seconds * 1000 / borne.turns for name, seconds in used.items()}


def _turns(questions: Sequence[Question], count: int) -> list[str]:
    """`count` texts, beginning again when the questions are used up."""
    return [questions[place % len(questions)].text for place in range(count)]


def _conditions(split: Split, turns: int, *, busy_before: float) -> dict[str, Any]:
    return {
        "measured_on": time.strftime("%Y-%m-%d %H:%M"),
        "machine": {"system": platform.platform(), "processors": os.cpu_count(), "busy_before": busy_before},
        "data": {
            "topics": list(TOPICS),
            "intents": len(split.intents),
            "examples": split.size,
            "held_out": len(split.held_out),
            "turns": turns,
            "residents_at_once": RESIDENTS,
        },
    }


def _processors_busy() -> float:
    """How many processors others keep busy, looked at for two seconds."""
    return round(float(psutil.cpu_percent(interval=2)) / 100 * (os.cpu_count() or 1), 2)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS, help=f"turns to time on each side (default {TURNS})")
    told = f"examples to train on, an intent and language (default {EXAMPLES})"
    parser.add_argument("--examples", type=int, default=EXAMPLES, help=told)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends as Ctrl-C does, leaving no process
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
