"""Everything that is measured of one view, in one visit: opening pages is what takes time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.access.axe import violations_of
from tests.access.measuring import cut_off, enlarge_text, space_text, sticks_out, too_small
from tests.access.town import Town
from tests.access.views import View, seen
from tests.journeys.browsing import DESK, PHONE, SIZES, picture

# 320 is 1280 at a zoom of 400 %, 640 at 200 %.
WIDTHS = (320, PHONE[0], 640, DESK[0])
NAMES = {width: name for name, (width, _) in SIZES.items()}
Inspector = Callable[[View, str], "Findings"]


@dataclass(frozen=True)
class Findings:
    """What is wrong with a view, by measure; empty lists when nothing is."""

    axe: list[str]
    layout: list[str]
    targets: list[str]
    text: list[str]


def inspector(browser: Browser, town: Town) -> Inspector:
    """Inspects each view once, and remembers what it found."""
    known: dict[tuple[str, str], Findings] = {}

    def inspect(view: View, language: str) -> Findings:
        if (view.name, language) not in known:
            known[view.name, language] = _inspect(browser, town, view, language)
        return known[view.name, language]

    return inspect


def _inspect(browser: Browser, town: Town, view: View, language: str) -> Findings:
    with seen(browser, town, view, language) as page:
        axe = [f"light: {each}" for each in violations_of(page)]
        page.emulate_media(color_scheme="dark")
        axe += [f"dark: {each}" for each in violations_of(page)]
        page.emulate_media(color_scheme="light")
        layout: list[str] = []
        targets: list[str] = []
        for width in WIDTHS:
            layout += _trouble(page, "plain", width)
            targets += [] if view.media == "print" else too_small(page)
            if width in NAMES:
                picture(page, f"pages/{view.name}-{language}-{NAMES[width]}", whole=True)
        return Findings(axe, layout, targets, _with_other_text(page))


def _with_other_text(page: Page) -> list[str]:
    """Spaced as WCAG 1.4.12 says, then doubled (1.4.4), which we want on a phone as well."""
    space_text(page)
    found = _trouble(page, "spaced", 640) + _trouble(page, "spaced", 320)
    page.evaluate("document.adoptedStyleSheets = []")
    enlarge_text(page, 2)
    return found + _trouble(page, "doubled", DESK[0]) + _trouble(page, "doubled", PHONE[0])


def _trouble(page: Page, when: str, width: int) -> list[str]:
    """What cannot be seen without scrolling sideways, at a width."""
    page.set_viewport_size({"width": width, "height": DESK[1]})
    wide = sticks_out(page)
    found = [f"{wide} pixels stick out"] if wide > 0 else []
    return [f"{when}, {width} wide: {each}" for each in (*found, *cut_off(page))]
