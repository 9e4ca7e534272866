"""One browser for the tests of a module: Chromium, as light as this machine has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.starting import require

# The shell draws pages as the whole browser does, and spends less than half of the time on it.
BROWSERS = tuple(Path("/usr/bin") / name for name in ("chromium-headless-shell", "chromium"))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 30_000  # on a busy machine


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module only: its event loop must be gone when other tests want one."""
    found = next((path for path in BROWSERS if path.exists()), None)
    require(found is not None, f"there is none of {', '.join(map(str, BROWSERS))}: install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()
