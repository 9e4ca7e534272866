"""Runs commands of both sides under the same conditions, and tells what they cost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "var" / "bench"
RASA_PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
STOP_SECONDS = 10
LAST_LINES = 12
# Quiet: three seconds in a row with less than a twentieth of a processor.
QUIET_LOOKS = 3
QUIET_SHARE = 0.05
QUIET_WITHIN_SECONDS = 120
# Both sides get exactly these, so that neither is slowed by logs or reporting.
QUIET_RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}


class BenchFailed(Exception):
    """A step of the benchmark did not work; the message says which and shows its last words."""


def say(text: str) -> None:
    """A line of progress."""
    print(f"  {text}", flush=True)


def timed(
    command: Sequence[str | Path], *, folder: Path, log: Path, environment: Mapping[str, str] | None = None
) -> float:
    """Run `command` to its end in `folder` and return its wall-clock seconds; raises BenchFailed."""
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("wb") as output:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **QUIET_RASA, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    if done.returncode:
        raise BenchFailed(f"{log.stem} failed. Its last words (all of them in {log}):\n{last_words(log)}")
    return time.monotonic() - started


def start(
    command: Sequence[str | Path], *, folder: Path, log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a server in its own process group; `stop` ends it with all it started."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **QUIET_RASA, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that `start` made, and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def megabytes_of(pid: int) -> float:
    """What a process and its children hold in memory, shared pages counted once (PSS; RSS off Linux)."""
    total = 0
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            memory = process.memory_full_info()
            total += getattr(memory, "pss", 0) or memory.rss
    return total / 1024**2


def cpu_seconds_of(pid: int) -> float:
    """The processor time that a process and its children used so far; other work on the machine does not count."""
    total = 0.0
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def wait_until_quiet(pids: Iterable[int]) -> None:
    """Wait until these processes have done what they do behind their start (at most two minutes)."""
    watched = list(pids)
    end = time.monotonic() + QUIET_WITHIN_SECONDS
    used, quiet = sum(map(cpu_seconds_of, watched)), 0
    while quiet < QUIET_LOOKS and time.monotonic() < end:
        time.sleep(1)
        now = sum(map(cpu_seconds_of, watched))
        quiet = quiet + 1 if now - used < QUIET_SHARE else 0
        used = now


def free_ports(count: int) -> list[int]:
    """Ports on loopback that nobody uses right now."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def last_words(log: Path) -> str:
    """The end of a log, indented."""
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return "\n".join(f"    {line}" for line in lines[-LAST_LINES:])


def _family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]
