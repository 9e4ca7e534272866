"""Runs the tests of our Rasa components in Rasa's own environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.journey
def test_our_components_in_rasas_environment() -> None:
    python = ROOT / ".venv-rasa" / "bin" / "python"
    command = [str(python), "-W", "ignore", "-m", "unittest", "discover", "-s", "tests/bot/in_rasa", "-t", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Ran 0 tests" not in done.stderr
