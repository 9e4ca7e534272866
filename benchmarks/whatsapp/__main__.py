"""`python -m benchmarks.whatsapp`: the WhatsApp part alone, on the product as it is trained (`make train` first)."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence

from benchmarks.data import MissingData, read_split
from benchmarks.processes import ROOT, WORK, BenchFailed, free_ports
from benchmarks.whatsapp.measuring import MESSAGES, RESIDENTS, measure, settings_for, table
from gateway.settings import Settings
from gateway.store.database import Database
from scripts.stack import CannotStart, Stack, running
from tests.standins.graph import Graph, running_graph

FOLDER = WORK / "whatsapp"
REPORT = WORK / "whatsapp.json"
# Fifty residents and Meta's stand-in are threads of this process: who has an answer should notice it at once.
SWITCH_SECONDS = 0.0005


def main(arguments: Sequence[str]) -> int:
    """Print what was measured; 1 when something was lost, came twice or out of order, or nothing could be measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whatsapp", description=__doc__)
    parser.add_argument("--residents", type=int, default=RESIDENTS, help=f"at once (default {RESIDENTS})")
    parser.add_argument("--messages", type=int, default=MESSAGES, help=f"of each, at most 12 (default {MESSAGES})")
    options = parser.parse_args(arguments)
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        candidates = read_split(ROOT / "data" / "nlu").topic_questions()
        with running_graph() as graph, running(_stack(graph)) as stack:
            url, database = f"http://127.0.0.1:{stack.settings.port}", Database(stack.settings.database_url)
            measured = measure(
                graph,
                url,
                candidates,
                database=database,
                pids=[process.pid for process in stack.processes.values()],
                residents=options.residents,
                messages=options.messages,
            )
    except (MissingData, BenchFailed, CannotStart) as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1
    REPORT.write_text(json.dumps(measured.as_json(), indent=2) + "\n", "utf-8")
    print(f"\n{table(measured)}\nAll numbers: {REPORT.relative_to(ROOT)}")
    return 0 if measured.is_right else 1


def _stack(graph: Graph) -> Stack:
    port, rasa_port, actions_port = free_ports(3)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.db*"):
        old.unlink()
    environment = {
        **os.environ,
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "ACTIONS_PORT": str(actions_port),
        "VAR_FOLDER": str(FOLDER),
        "DATABASE_URL": f"sqlite:///{FOLDER / 'bench.db'}",
        "VOICE": "espeak",
        "TRANSLATOR": "none",
        "NOTIFY_URLS": "",
        **settings_for(graph),
    }
    return Stack(settings=Settings.from_env(environment), environment=environment, logs=FOLDER / "logs")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
