"""The staff and the browser of the journeys; the system and its residents are in tests/real_system.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from scripts.run import demo_login
from scripts.stack import Stack
from tests.journeys.browsing import ARGUMENTS, CHROMIUM
from tests.journeys.staff import Staff
from tests.journeys.starting import require


@pytest.fixture(scope="session")
def login(stack: Stack) -> tuple[str, str]:
    """The demo login that `make run` prints: name and password."""
    made = demo_login(stack.settings)
    assert made is not None
    return made


@pytest.fixture
def staff(url: str, login: tuple[str, str]) -> Staff:
    """A member of staff who has signed in."""
    member = Staff(url)
    assert member.signs_in(*login).status_code == 200
    return member


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. For one module only: its event loop must be gone when other tests want one."""
    require(CHROMIUM.exists(), f"there is no browser at {CHROMIUM}: install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
