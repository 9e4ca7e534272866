"""One town and one browser for all tests of access."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from gateway.inbox import live
from gateway.services import Services
from gateway.widget import api
from tests.access.town import Town, inhabited
from tests.access.views import PATIENCE_MS
from tests.journeys.browsing import ARGUMENTS, CHROMIUM
from tests.journeys.starting import require


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module only: its event loop must be gone when other tests want one."""
    require(CHROMIUM.exists(), f"there is no browser at {CHROMIUM}: install chromium")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, unchanging: Services) -> Iterator[Town]:
    """A gateway with something on every page; its streams are short, so that it can stop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "STREAM_SECONDS", 3)
        patch.setattr(api, "STREAM_SECONDS", 3)
        with inhabited(tmp_path_factory.mktemp("town"), unchanging) as made:
            yield made
