"""No page, state or language has anything that axe-core counts as a violation, in light and in dark."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.access.town import Town
from tests.access.views import View, every, seen

pytestmark = pytest.mark.journey

# WCAG 2.2 A and AA, and what axe counts as good practice.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": STANDARDS}}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def violations_of(page: Page) -> list[str]:
    """What axe-core finds: rule, what is wrong, and where."""
    found: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['help']}): {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for rule in found
        for node in rule["nodes"]
    ]


@every()
def test_axe_finds_nothing(browser: Browser, town: Town, view: View, language: str) -> None:
    with seen(browser, town, view, language) as page:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = violations_of(page)
            assert not found, f"{scheme}: " + "\n".join(found)


def test_axe_would_find_something(browser: Browser, town: Town) -> None:
    """A page with mistakes of each kind is refused: the tests above can fail."""
    page = browser.new_page()
    page.set_content('<title>x</title><img src="x"><p style="color:#aaa;background:#fff">pale</p><input>')
    found = " ".join(violations_of(page))
    page.close()
    for rule in ("image-alt", "color-contrast", "label", "html-has-lang"):
        assert rule in found
