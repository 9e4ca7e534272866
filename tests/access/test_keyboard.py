"""Every page with the keyboard alone: everything is reached, in the order in which it stands, and one sees where."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.access.town import Town
from tests.access.views import RESIDENT, VIEWS, View, every, seen
from tests.journeys.browsing import DESK

pytestmark = pytest.mark.journey

WIPING = next(view for view in RESIDENT if view.name == "chat-wiping")
# Its question goes when the keyboard goes elsewhere; Turkish has the stops of Dutch.
REACHED = tuple(view for view in VIEWS if view is not WIPING)
# Numbers what the keyboard should reach, in the order of the document; of a group of dots only one is a stop.
_NUMBER = """() => {
  window.stops = () => {
    const wanted = "a[href], button:not(:disabled), summary, select, textarea, audio[controls], [tabindex='0'], "
      + "input:not([type=hidden], :disabled)";
    const groups = new Set();
    return [...document.querySelectorAll(wanted)]
      .filter((each) => each.checkVisibility({ visibilityProperty: true }))
      .filter((each) => {
        if (each.type !== "radio") return true;
        const chosen = document.querySelector(`[type=radio][name="${each.name}"]:checked`);
        if (chosen ? chosen !== each : groups.has(each.name)) return false;
        return groups.add(each.name);
      });
  };
  return window.stops().map((each) => each.outerHTML.slice(0, 120));
}"""
# Where the keyboard is: which stop, whether one sees it, and whether something lies over all of it.
_HERE = """() => {
  const here = document.activeElement;
  const shows = ([element, part]) => {
    const style = element && getComputedStyle(element, part);
    if (!style) return false;
    return (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none") || style.boxShadow !== "none";
  };
  const { left, right, top, bottom, width, height } = here.getBoundingClientRect();
  const inside = (x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (here.contains(hit) || hit.contains(here));
  };
  const points = [0.1, 0.5, 0.9].flatMap((a) => [0.1, 0.5, 0.9].map((b) => [left + a * width, top + b * height]));
  const around = [[here], [here, "::after"], [here.closest("label")], [here.closest(".box")]];
  return {
    stop: window.stops().indexOf(here),
    html: here.outerHTML.slice(0, 120),
    shown: here.matches("audio") || around.some(shows), // the player draws its own
    covered: !points.some(([x, y]) => inside(x, y)),
    offscreen: bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth,
  };
}"""
# A browser drops keys until it has painted a page that it came to: so first two frames.
_TO_THE_TOP = """async () => {
  for (const _ of "ab") await new Promise((resolve) => requestAnimationFrame(resolve));
  const top = document.createElement("span");
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
}"""
_ORDERED = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const { order, flexDirection } = getComputedStyle(each);
  return (each.tabIndex > 0 || order !== "0" || /reverse/.test(flexDirection)) && each.checkVisibility()
    && window.stops().some((stop) => each.contains(stop));
}).map((each) => each.outerHTML.slice(0, 120))"""


def stops_of(page: Page, number: int) -> list[dict[str, Any]]:
    """Press Tab until the page ends; each place where the keyboard stopped."""
    page.evaluate(_TO_THE_TOP)
    stops: list[dict[str, Any]] = []
    for _ in range(2 * number + 20):  # a sound player has stops of its own
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        first = next((stop["stop"] for stop in stops if stop["stop"] >= 0), None)
        if here["html"].startswith("<body") or first == here["stop"] != stops[-1]["stop"]:
            break
        stops.append(here)
    return stops


@every(REACHED, languages=("nl", "ar"))
def test_everything_is_reached_in_order_and_shows_where_one_is(
    browser: Browser, town: Town, view: View, language: str
) -> None:
    with seen(browser, town, view, language, size=DESK) as page:
        wanted = page.evaluate(_NUMBER)
        stops = stops_of(page, len(wanted))
        reached = [stop["stop"] for stop in stops if stop["stop"] >= 0]
        assert reached == sorted(reached), "the keyboard jumps about"
        missed = set(range(len(wanted))) - set(reached)
        assert not missed, "not reached: " + "\n".join(wanted[each] for each in sorted(missed))
        for problem in ("covered", "offscreen"):
            found = [stop["html"] for stop in stops if stop[problem]]
            assert not found, f"{problem}: " + "\n".join(found)
        shown = {stop["stop"] for stop in stops if stop["shown"]}  # the parts of a date are shown by the browser
        unseen = [stop["html"] for stop in stops if stop["stop"] not in shown]
        assert not unseen, "one does not see the keyboard at: " + "\n".join(unseen)
        moved = page.evaluate(_ORDERED)
        assert not moved, "shown in another order than read: " + "\n".join(moved)


@pytest.mark.parametrize("language", WIPING.languages)
def test_the_question_before_wiping_is_reached_and_left(browser: Browser, town: Town, language: str) -> None:
    with seen(browser, town, WIPING, language, size=DESK) as page:
        page.keyboard.press("Tab")
        expect(page.locator("#wipe button")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#wipe button")).to_be_hidden()
        expect(page.locator("#wipe summary")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#wipe button")).to_be_visible()
        page.keyboard.press("Shift+Tab")
        expect(page.locator("#wipe button")).to_be_hidden()


def test_a_page_that_jumps_about_is_seen(browser: Browser) -> None:
    """The test above can fail."""
    page = browser.new_page()
    page.set_content('<style>b{outline:0}</style><a href="#a">a</a><a href="#b" tabindex="3">b</a>')
    assert len(page.evaluate(_NUMBER)) == 2
    assert [stop["stop"] for stop in stops_of(page, 2)] != [0, 1]
    assert page.evaluate(_ORDERED)
    page.close()
