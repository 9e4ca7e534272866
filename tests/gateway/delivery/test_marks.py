"""A worker that died is known by its mark; one that lives, or runs elsewhere, is left alone."""

from __future__ import annotations

import os
import subprocess
import sys

from gateway.delivery.marks import has_died, own_mark


def marked_by_a_process_that_ended() -> str:
    """The mark that a process printed before it ended."""
    command = [sys.executable, "-c", "from gateway.delivery.marks import own_mark; print(own_mark())"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def test_this_process_lives() -> None:
    assert not has_died(own_mark())


def test_a_process_that_ended_is_dead() -> None:
    assert has_died(marked_by_a_process_that_ended())


def test_an_earlier_process_with_our_number_is_dead() -> None:
    assert has_died(own_mark().rpartition(":")[0] + ":0ld0ne")


def test_another_process_that_runs_is_alive() -> None:
    host = own_mark().split(":")[0]
    assert not has_died(f"{host}:{os.getppid()}:parent")


def test_what_runs_elsewhere_cannot_be_asked() -> None:
    assert not has_died("elsewhere:999999:abcdef")
    assert not has_died("")
    assert not has_died("no mark at all")
