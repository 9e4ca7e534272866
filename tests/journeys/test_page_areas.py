"""Someone who does not know what to ask taps a picture, then a question, and has the card; and bigger letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from civic.content.load import Content
from gateway.topics.areas import ORDER
from tests.journeys import browsing

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
SIZES = pytest.mark.parametrize("size", browsing.SIZES)
CARD = ".card__title:visible"
GROWN = "(small) => parseFloat(getComputedStyle(document.body).fontSize) > 1.25 * small"


def title_of(content: Content, topic: str, language: str) -> str:
    """The title of a topic where the city is not known."""
    return content.said(topic, language, None).wording.title


def pick(page: Page, area: str, title: str) -> None:
    """Tap an area, then a topic."""
    page.locator(f'.area[href*="area={area}"]:visible').click()
    expect(page.locator("#choice .choice-of__picture")).to_be_visible()
    page.locator("#choice .topic", has_text=title).first.click()


@LANGUAGES
@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_a_picture_to_the_card(
    browser: Browser, url: str, content: Content, language: str, *, script: bool
) -> None:
    title = title_of(content, "bulky-waste", language)
    # Given someone who opens the page and knows nothing to type
    with browsing.visit(browser, f"{url}/?language={language}", script=script) as page:
        expect(page.locator(".areas:visible .area")).to_have_count(len(ORDER))
        # When they tap the picture of waste, and then what it is about
        pick(page, "waste", title)
        # Then the card is there, in their language, and the list is gone
        expect(page.locator(CARD)).to_have_text(title, timeout=browsing.PATIENCE_MS)
        expect(page.locator("[data-kind=answer]:visible")).to_have_attribute("lang", language)
        expect(page.locator("#choice")).to_have_count(0)
        expect(page.locator("[data-from=resident]:visible .prose")).to_have_text(title)


def test_in_the_middle_of_a_talk_the_pictures_are_one_tap_away(browser: Browser, url: str, content: Content) -> None:
    # Given a talk under way
    with browsing.visit(browser, f"{url}/?language=nl") as page:
        browsing.ask(page, "Wie haalt mijn grofvuil op?")
        # When they look for another topic by its picture
        page.locator(".way--topics").click()
        pick(page, "income", title_of(content, "leefloon", "nl"))
        # Then its card comes after the first
        expect(page.locator(CARD)).to_have_count(2, timeout=browsing.PATIENCE_MS)


def test_what_was_being_typed_is_still_there_after_looking_at_the_pictures(browser: Browser, url: str) -> None:
    with browsing.visit(browser, f"{url}/?language=nl") as page:
        page.locator("#text").fill("mijn straat")
        page.locator(".way--topics").click()
        expect(page.locator("#choice")).to_be_visible()
        expect(page.locator("#text")).to_have_value("mijn straat")


@SIZES
@LANGUAGES
def test_bigger_letters_stay_bigger_and_nothing_sticks_out(
    browser: Browser, url: str, content: Content, language: str, size: str
) -> None:
    with browsing.visit(browser, f"{url}/?language={language}", size=browsing.SIZES[size]) as page:
        # Given someone who cannot read the letters well
        small = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        # When they tap the glass
        page.get_by_role("link", name=content.phrase("ui_text_large", language)).click()
        # Then the letters are bigger, here and on the next page, and everything fits
        expect(page.locator("html")).to_have_attribute("data-text", "large")
        page.wait_for_function(GROWN, arg=small)  # its style arrives a moment later
        for path in ("/?area=all", "/topics", "/t/nationality?city=genk", "/t/bulky-waste", "/privacy"):
            page.goto(f"{url}{path}")
            browsing.expect_written_in(page, language)
            expect(page.locator("html")).to_have_attribute("data-text", "large")
            page.wait_for_load_state()
            browsing.expect_no_sideways_scrolling(page)
        browsing.picture(page, f"large-{language}-{size}")


@LANGUAGES
@pytest.mark.parametrize("width", [280, 320, 360, 1280])
def test_the_ladder_can_be_read_at_every_width(browser: Browser, url: str, language: str, width: int) -> None:
    with browsing.visit(browser, f"{url}/t/nationality?language={language}&city=genk", size=(width, 800)) as page:
        rungs = page.locator(".rung")
        expect(rungs).to_have_count(3)
        for rung in rungs.all():
            parts = [rung.locator(name) for name in (".rung__role", ".rung__words")]
            parts.append(rung.locator(".rung__level, .pictures"))
            boxes = [box for part in parts if part.count() and (box := part.bounding_box())]
            outer = rung.bounding_box()
            assert outer
            for box in boxes:
                assert box["x"] >= outer["x"] - 1
                assert box["x"] + box["width"] <= outer["x"] + outer["width"] + 1
            for one, other in [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]:
                apart = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
                above = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
                assert apart or above
        browsing.expect_no_sideways_scrolling(page)
        browsing.picture(page, f"ladder-{language}-{width}")
