"""The staff and the browser of the journeys; the system and its residents are in tests/real_system.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from scripts.run import demo_login
from scripts.stack import Stack
from tests.journeys.restarting import visitor
from tests.journeys.staff import Staff


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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser on a phone."""
    with visitor(browser) as made:
        yield made
