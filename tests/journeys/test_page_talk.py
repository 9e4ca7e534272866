"""Talking on the page: buttons, a person, an emergency, another language, being forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from civic.content.load import Content
from tests.journeys import browsing

pytestmark = pytest.mark.journey


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The chat in Dutch on a phone."""
    with browsing.visit(browser, f"{url}/?language=nl") as page:
        yield page


def say(page: Page, text: str) -> None:
    """Type and send, and wait for an answer."""
    answers = page.locator("[data-from=bot]").count()
    page.locator("#text").fill(text)
    page.locator("#send").click()
    expect(page.locator("[data-from=bot]").nth(answers)).to_be_visible()


def tap(page: Page, words: str) -> None:
    """Tap the newest button with these words, and wait for an answer."""
    answers = page.locator("[data-from=bot]").count()
    page.locator(".offer", has_text=words).last.click()
    expect(page.locator("[data-from=bot]").nth(answers)).to_be_visible()


def test_an_example_is_tapped_and_then_the_city(page: Page) -> None:
    page.locator(".example").nth(1).click()
    browsing.newest_card(page)
    tap(page, "Genk")
    expect(page.locator("[data-kind=answer]")).to_have_count(2)
    browsing.expect_no_sideways_scrolling(page)
    browsing.picture(page, "city-nl-phone")


def test_a_person_is_asked_and_the_code_stays_after_a_reload(page: Page, content: Content) -> None:
    page.locator("#ask-person").click()
    expect(page.locator(".offer")).to_have_count(2)
    tap(page, content.phrase("agree_button", "nl"))
    tap(page, content.phrase("reach_chat_button", "nl"))
    say(page, "Zekiye")
    expect(page.locator("#owner")).to_have_text(content.phrase("ui_owner_waiting", "nl"))
    code = page.locator("[data-kind=handover]").last.inner_text()
    browsing.picture(page, "person-nl-phone")
    page.reload()
    expect(page.locator("[data-kind=handover]").last).to_have_text(code, use_inner_text=True)
    expect(page.locator("#owner")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "help mijn huis staat in brand"), ("tr", "evde yangın var"), ("ar", "البيت يحترق")]
)
def test_an_emergency_is_one_tap_from_the_number(browser: Browser, url: str, language: str, words: str) -> None:
    with browsing.visit(browser, f"{url}/?language={language}") as page:
        say(page, words)
        call = page.locator("[data-kind=emergency] a.call").first
        expect(call).to_have_attribute("href", "tel:112")
        expect(call).to_be_in_viewport()
        browsing.picture(page, f"emergency-{language}-phone")


def test_a_question_in_another_language_offers_the_page_in_it(page: Page, content: Content) -> None:
    browsing.ask(page, "Kimlik kartımı nasıl yenilerim?")
    switch = page.get_by_role("button", name=content.phrase("ui_show_page_in", "tr"))
    expect(switch).to_be_visible()
    switch.click()
    browsing.expect_written_in(page, "tr")
    browsing.newest_card(page)


def test_changing_the_language_keeps_what_was_being_typed(page: Page) -> None:
    page.locator("#text").fill("half een vraag")
    page.locator("[data-settings] button[value=ar]").first.click()
    browsing.expect_written_in(page, "ar")
    expect(page.locator("#text")).to_have_value("half een vraag")


def test_being_forgotten_empties_the_page(page: Page, content: Content) -> None:
    browsing.ask(page, "Wie haalt mijn grofvuil op?")
    say(page, "verwijder mijn gegevens")
    page.locator(".offer", has_text=content.phrase("yes", "nl")).last.click()
    expect(page.locator("#messages article")).to_have_count(1)
    expect(page.locator("#messages article")).to_contain_text(content.phrase("forget_done", "nl"))
    browsing.ask(page, "Wie repareert een kapotte straatlamp?")
    expect(page.locator("#messages")).not_to_contain_text(content.phrase("conversation_lost", "nl"))
