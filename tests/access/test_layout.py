"""Every page at every size, with larger or wider spaced text: nothing sticks out or is cut off; pictures of all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.access.measuring import cut_off, enlarge_text, space_text, sticks_out, too_small
from tests.access.town import Town
from tests.access.views import View, every, seen
from tests.journeys.browsing import DESK, PHONE, SIZES, picture

pytestmark = pytest.mark.journey

# 320 is 1280 at a zoom of 400 %, 640 at 200 %.
WIDTHS = (320, PHONE[0], 640, DESK[0])
NAMES = {width: name for name, (width, _) in SIZES.items()}


def trouble(page: Page, when: str, width: int) -> list[str]:
    """What cannot be seen without scrolling sideways, at a width."""
    page.set_viewport_size({"width": width, "height": DESK[1]})
    wide = sticks_out(page)
    found = [f"{wide} pixels stick out"] if wide > 0 else []
    return [f"{when}, {width} wide: {each}" for each in (*found, *cut_off(page))]


@every()
def test_everything_fits_and_can_be_hit_with_a_finger(browser: Browser, town: Town, view: View, language: str) -> None:
    found: list[str] = []
    with seen(browser, town, view, language) as page:
        for width in WIDTHS:
            found += trouble(page, "plain", width)
            found += too_small(page)
            size = NAMES.get(width)
            if size:
                picture(page, f"pages/{view.name}-{language}-{size}", whole=True)
    assert not found, "\n".join(found)


@every()
def test_text_can_be_doubled_and_spaced(browser: Browser, town: Town, view: View, language: str) -> None:
    with seen(browser, town, view, language) as page:
        space_text(page)
        found = trouble(page, "spaced", 640) + trouble(page, "spaced", 320)
        page.evaluate("document.adoptedStyleSheets = []")
        enlarge_text(page, 2)
        found += trouble(page, "doubled", DESK[0]) + trouble(page, "doubled", PHONE[0])
    assert not found, "\n".join(found)


def test_the_measures_see_what_is_wrong(browser: Browser) -> None:
    """The tests above can fail."""
    page = browser.new_page(viewport={"width": 320, "height": 400})
    page.set_content(
        '<p style="overflow:hidden;inline-size:50px;white-space:nowrap">words that are cut off</p>'
        '<a href="#x" style="display:block">small</a><div style="inline-size:500px">wide</div>'
    )
    assert sticks_out(page) > 100
    assert "wider than" in cut_off(page)[0]
    assert "small" in too_small(page)[0]
    page.close()
