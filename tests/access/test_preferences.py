"""What a reader asks of the browser is respected: little motion, own colours, dark; and Arabic runs the other way."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.access.axe import violations_of
from tests.access.town import Town
from tests.access.views import RESIDENT, STAFF, View, every, seen
from tests.journeys.browsing import DESK, picture

pytestmark = pytest.mark.journey

NAMES = ("chat", "chat-answer", "chat-clarify", "topics", "topic", "sign-in", "inbox-new", "case-mine", "rules")
SOME = tuple(view for view in (*RESIDENT, *STAFF) if view.name in NAMES)
_MOVING = "document.getAnimations().filter((each) => each.playState === 'running').length"
# In own colours a background is gone: a button shows by its edge, what is chosen by more than its colour.
_EDGELESS = """() => [...document.querySelectorAll("button, .button, select, textarea, input")]
  .filter((each) => !["hidden", "radio", "checkbox"].includes(each.type)) // the browser draws these
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => {
    const style = getComputedStyle(each);
    const parent = getComputedStyle(each.parentElement);
    const box = each.closest(".box") && getComputedStyle(each.closest(".box"));
    const edged = (of) => of && parseFloat(of.borderBlockEndWidth) > 0 && of.borderBlockEndStyle !== "none";
    return !edged(style) && !edged(box) && !/underline/.test(style.textDecorationLine) && !edged(parent);
  })
  .map((each) => each.outerHTML.slice(0, 120))"""
_CHOSEN_ALIKE = """() => [...document.querySelectorAll("[aria-current], [aria-pressed=true]")].filter((each) => {
  if (!each.checkVisibility({ visibilityProperty: true })) return false;
  const other = [...each.closest("ul, form, nav, div").querySelectorAll(each.tagName)]
    .find((beside) => !beside.matches("[aria-current], [aria-pressed=true]"));
  if (!other) return false;
  const ways = ["fontWeight", "borderWidth", "borderStyle", "outlineStyle", "textDecorationLine", "backgroundColor"];
  const look = (of) => ways.map((way) => getComputedStyle(of)[way]).join();
  return look(each) === look(other);
}).map((each) => each.outerHTML.slice(0, 120))"""
Motion = Literal["reduce", "no-preference"]


def moving_while_sending(browser: Browser, town: Town, motion: Motion) -> int:
    """How much moves while an answer is awaited."""
    with seen(browser, town, View("chat", "/"), "nl", reduced_motion=motion) as page:
        page.route("**/api/chat", lambda route: None)  # never answered
        page.locator("#text").fill("Wie haalt mijn grofvuil op?")
        page.locator("#send").click()
        page.wait_for_timeout(400)
        moving = int(page.evaluate(_MOVING))
        page.unroute_all(behavior="ignoreErrors")
        return moving


def test_nothing_moves_for_who_asks_for_that(browser: Browser, town: Town) -> None:
    assert moving_while_sending(browser, town, "no-preference") > 0
    assert moving_while_sending(browser, town, "reduce") == 0


@every(SOME)
def test_in_own_colours_buttons_and_choices_can_be_told_apart(
    browser: Browser, town: Town, view: View, language: str
) -> None:
    with seen(browser, town, view, language, forced_colors="active") as page:
        picture(page, f"forced-colours/{view.name}-{language}")
        assert not page.evaluate(_EDGELESS), "\\n".join(page.evaluate(_EDGELESS))
        assert not page.evaluate(_CHOSEN_ALIKE), "\\n".join(page.evaluate(_CHOSEN_ALIKE))
        assert not violations_of(page)


def places(page: Page, selector: str) -> list[float]:
    """How far from the left edge of the window the middle of each such element is, as a part of its width."""
    middle = (
        "(all) => all.map((each) => { const { left, width } = each.getBoundingClientRect(); return left + width / 2; })"
    )
    return [float(at) / DESK[0] for at in page.locator(selector).evaluate_all(middle)]


def test_arabic_is_mirrored_where_direction_means_something(browser: Browser, town: Town) -> None:
    """The name of the site, one's own words, the way on; not the signs for playing and calling, nor the numbers."""
    answer = next(view for view in RESIDENT if view.name == "chat-answer")
    seen_in = {}
    for language in ("nl", "ar"):
        with seen(browser, town, answer, language, size=DESK) as page:
            flipped = "(all) => all.map((each) => getComputedStyle(each).transform.startsWith('matrix(-1'))"
            seen_in[language] = {
                "brand": places(page, ".brand")[0],
                "own": places(page, "[data-from=resident] .bubble")[0],
                "send": page.locator("#send .icon").evaluate_all(flipped),
                "play": page.locator(".listen__play .icon").evaluate_all(flipped),
                "phone": page.locator(".contact .icon").evaluate_all(flipped),
                "numbers": page.locator(".contact__value").evaluate_all("(all) => all.map((each) => each.dir)"),
            }
    dutch, arabic = seen_in["nl"], seen_in["ar"]
    assert dutch["brand"] < 0.5 < arabic["brand"]
    assert arabic["own"] < 0.5 < dutch["own"]
    assert not any(dutch["send"])
    assert all(arabic["send"])
    assert arabic["play"]
    assert not any(arabic["play"] + dutch["play"] + arabic["phone"] + dutch["phone"])
    assert set(arabic["numbers"]) == {"ltr"}
