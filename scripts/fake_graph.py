"""Meta's side as a process of its own: the stand-in for the Graph API, and the settings of a gateway that uses it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.stack import ROOT, CannotStart

PROGRAM = "tests.standins.graph"
READY = "The phones: "
STOP_SECONDS = 5


@dataclass(frozen=True)
class FakeGraph:
    """Where it listens, and the settings for it by name."""

    url: str
    environment: Mapping[str, str]


@contextmanager
def running_fake_graph(*, port: int, webhook: str, log: Path, delay_ms: float = 0.0) -> Iterator[FakeGraph]:
    """Run it until the block ends; raises CannotStart.

    port: where it listens on loopback. webhook: what it calls. delay_ms: how long each call to it takes.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", PROGRAM, "--port", str(port), "--webhook", webhook, "--delay", str(delay_ms)]
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [*command, "--show-settings"], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
            text=True, start_new_session=True,
        )  # fmt: skip
    try:
        yield _when_ready(process, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _when_ready(process: subprocess.Popen[str], log: Path) -> FakeGraph:
    settings: dict[str, str] = {}
    for line in process.stdout or ():
        if line.startswith(READY):
            return FakeGraph(url=line.removeprefix(READY).strip(), environment=settings)
        name, _, value = line.strip().partition("=")
        settings[name] = value
    raise CannotStart(f"The fake WhatsApp did not start. Its last words:\n{log.read_text('utf-8').strip()}")
