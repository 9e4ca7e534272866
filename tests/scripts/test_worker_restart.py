"""The worker is one of the processes of `make run`; when it stops, residents are answered and it is started again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gateway.settings import Settings
from scripts import run
from scripts.stack import PROCESSES, Stack


class ShortStack(Stack):
    """A worker that ends at once and leaves a line; a gateway that ends when it counts three of those."""

    def _command(self, name: str) -> list[str]:
        lines = self.root / "lines.txt"
        worker = f"open({str(lines)!r}, 'a').write('x')"
        gateway = (
            f"import pathlib, time; lines = pathlib.Path({str(lines)!r})\n"
            "while not lines.exists() or len(lines.read_text()) < 3: time.sleep(0.05)"
        )
        return [sys.executable, "-c", worker if name == "worker" else gateway]


@pytest.fixture
def stack(settings: Settings, tmp_path: Path) -> ShortStack:
    made = ShortStack(settings=settings, environment={}, logs=tmp_path, root=tmp_path)
    for name in ("gateway", "worker"):
        made._spawn(name)
    return made


def test_the_worker_is_started_with_the_others(settings: Settings, tmp_path: Path) -> None:
    assert "worker" in PROCESSES
    command = Stack(settings=settings, environment={}, logs=tmp_path)._command("worker")
    assert command == [sys.executable, "-m", "gateway.delivery"]


def test_a_worker_that_stopped_is_started_again_and_the_rest_goes_on(
    stack: ShortStack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "WORKER_PAUSE_SECONDS", 0)
    try:
        assert run.stopped(stack, seconds=30) == "gateway"
    finally:
        stack.stop()
    assert len((stack.root / "lines.txt").read_text()) >= 3
    assert "worker stopped by itself and is started again" in capsys.readouterr().err


def test_a_quiet_day_is_nothing_to_report(stack: ShortStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "WORKER_PAUSE_SECONDS", 60)
    try:
        assert run.stopped(stack, seconds=1) is None
    finally:
        stack.stop()
