"""Starts the real system for a journey: four processes on free ports, everything else on this machine too."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.settings import Settings
from scripts.stack import MODEL, ROOT, Stack, free_ports, running

# Residents of these tests type faster than people do.
NO_LIMIT = "100000"


def require(present: bool, missing: str) -> None:
    """Skip the test when something is missing on this machine; in CI that is a failure."""
    if present:
        return
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@contextmanager
def running_system(folder: Path, *, translator_url: str, more: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """The whole system with its database, audio and logs in `folder`, until the block ends; `more`: other settings."""
    require((ROOT / MODEL).exists(), f"there is no {MODEL}: run `make train` first")
    port, rasa_port, actions_port = free_ports(3)
    environment = {
        "PORT": str(port),
        "RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "ACTIONS_PORT": str(actions_port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "VAR_FOLDER": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'journeys.db'}",
        "VOICE": "espeak",
        "TRANSLATOR": "libre",
        "TRANSLATOR_URL": translator_url,
        "MESSAGES_PER_SECOND": NO_LIMIT,
        "LOG_LEVEL": "INFO",
        **(more or {}),
    }
    settings = Settings.from_env(environment)
    with running(Stack(settings=settings, environment=environment, logs=folder / "logs")) as stack:
        yield stack


def logs_of(stack: Stack) -> dict[str, str]:
    """What each process wrote, by its name."""
    return {path.stem: path.read_text("utf-8", "replace") for path in stack.logs.glob("*.log")}
