"""Topics as pages to read, link and print."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from civic.content.load import Content
from tests.journeys import browsing

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
SIZES = pytest.mark.parametrize("size", browsing.SIZES)


def expect_sound_page(page: Page, language: str, heading: str) -> None:
    """Language and direction said, one heading that the title repeats, nothing sticking out."""
    browsing.expect_written_in(page, language)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("h1")).to_have_text(heading)
    assert heading in page.title()
    browsing.expect_no_sideways_scrolling(page)


@SIZES
@LANGUAGES
def test_a_topic_is_a_page(browser: Browser, url: str, content: Content, language: str, size: str) -> None:
    address = f"{url}/t/bulky-waste?language={language}"
    with browsing.visit(browser, address, size=browsing.SIZES[size]) as page:
        wording = content.said("bulky-waste", language, None).wording
        expect_sound_page(page, language, wording.title)
        main = page.locator("main")
        for said in (wording.answer, wording.confusion, *wording.steps):
            expect(main).to_contain_text(said)
        expect(main).to_contain_text(content.said("bulky-waste", "nl", None).wording.answer)
        to_chat = page.locator(".page__ask a")
        ink = to_chat.evaluate("element => getComputedStyle(element).color")
        assert ink != to_chat.evaluate("element => getComputedStyle(element).backgroundColor")
        browsing.picture(page, f"topic-{language}-{size}", whole=True)


@SIZES
@LANGUAGES
def test_all_topics_are_on_one_page(browser: Browser, url: str, content: Content, language: str, size: str) -> None:
    with browsing.visit(browser, f"{url}/topics?language={language}", size=browsing.SIZES[size]) as page:
        expect_sound_page(page, language, content.phrase("page_all_topics", language))
        expect(page.locator(".page__list a")).to_have_count(len(content.topics))
        browsing.picture(page, f"topics-{language}-{size}")


@LANGUAGES
def test_a_word_from_a_letter_finds_its_topic(browser: Browser, url: str, content: Content, language: str) -> None:
    with browsing.visit(browser, f"{url}/topics?language={language}") as page:
        page.locator("#q").fill("Groeipakket")
        page.locator("#q").press("Enter")
        found = page.locator(".page__list a", has_text=content.said("child-benefit", language, None).wording.title)
        found.click()
        expect_sound_page(page, language, content.said("child-benefit", language, None).wording.title)


def test_from_a_topic_to_another_language_and_to_the_chat(browser: Browser, url: str, content: Content) -> None:
    with browsing.visit(browser, f"{url}/t/bulky-waste?language=nl") as page:
        page.locator("nav [hreflang=ar]").click()
        expect_sound_page(page, "ar", content.said("bulky-waste", "ar", None).wording.title)
        page.locator(".page__ask a").click()
        browsing.expect_written_in(page, "ar")
        expect(page.locator("#text")).to_be_visible()
