"""axe-core in the page: what it counts as a violation of WCAG 2.2 A and AA, or of its good practice."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": _STANDARDS}}


# axe measures what is in sight, and a bar that hangs over the page hides what can be scrolled to.
_NOTHING_HANGS_OVER = """() => { for (const each of document.querySelectorAll("*"))
  if (getComputedStyle(each).position === "sticky") each.style.setProperty("position", "static"); }"""


def violations_of(page: Page) -> list[str]:
    """What axe-core finds: rule, what is wrong, and where."""
    page.evaluate(_NOTHING_HANGS_OVER)
    found: list[dict[str, Any]] = Axe().run(page, options=_OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['help']}): {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for rule in found
        for node in rule["nodes"]
    ]
