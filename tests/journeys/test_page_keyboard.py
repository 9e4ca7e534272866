"""The page with the keyboard only, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from civic.content.load import Content
from tests.journeys import browsing

pytestmark = pytest.mark.journey

QUESTIONS = {
    "nl": "Wie repareert een kapotte straatlamp?",
    "tr": "Sokak lambası yanmıyor, kime söyleyeyim?",
    "ar": "من يصلح مصباح الشارع المعطل؟",
}
LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
# The text box shows it on the frame around it.
SHOWN_FOCUS = """() => [document.activeElement, document.activeElement.closest(".box")].some((element) => {
  const style = element && getComputedStyle(element);
  return style && (parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none" || style.boxShadow !== "none");
})"""


def expect_visible_focus(page: Page) -> None:
    """One can see where the keyboard is."""
    assert page.evaluate(SHOWN_FOCUS)
    expect(page.locator(":focus")).to_be_in_viewport()


@LANGUAGES
def test_asking_and_listening_with_the_keyboard_only(browser: Browser, url: str, language: str) -> None:
    with browsing.visit(browser, f"{url}/?language={language}", size=browsing.DESK) as page:
        browsing.tab_to(page, "#text")
        expect_visible_focus(page)
        page.keyboard.type(QUESTIONS[language])
        page.keyboard.press("Enter")
        browsing.newest_card(page)

        browsing.tab_to(page, ".offer", key="Shift+Tab")
        expect_visible_focus(page)
        browsing.tab_to(page, ".card [data-play]", key="Shift+Tab")
        expect_visible_focus(page)
        browsing.picture(page, f"keyboard-{language}-desk")
        with page.expect_response(lambda response: "/audio/" in response.url) as heard:
            page.keyboard.press("Enter")
        assert heard.value.status in {200, 206}


def test_the_first_stop_leads_past_the_header(browser: Browser, url: str) -> None:
    with browsing.visit(browser, f"{url}/?language=nl") as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link").first).to_be_focused()
        expect(page.locator(".skip-link").first).to_be_in_viewport()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#text")).to_be_focused()


def test_shift_enter_is_a_new_line_and_an_empty_box_is_said(browser: Browser, url: str, content: Content) -> None:
    with browsing.visit(browser, f"{url}/?language=nl") as page:
        page.locator("#text").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text(content.phrase("ui_error_empty", "nl"))
        page.keyboard.type("een")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("twee")
        expect(page.locator("#text")).to_have_value("een\ntwee")


@LANGUAGES
def test_without_javascript_the_form_gives_the_card(
    browser: Browser, url: str, content: Content, language: str
) -> None:
    with browsing.visit(browser, f"{url}/?language={language}", script=False) as page:
        browsing.expect_written_in(page, language)
        card = browsing.ask(page, QUESTIONS[language])
        name = content.organisation("fluvius", None).names.in_language(language)
        expect(card.locator(".who__name")).to_have_text(name)
        expect(card.locator("audio").first).to_be_visible()
        browsing.picture(page, f"no-script-{language}-phone", whole=True)

        page.locator(".offer", has_text=content.cities["genk"].names.in_language(language)).click()
        expect(page.locator("[data-kind=answer]")).to_have_count(2)

        page.locator("#wipe summary").click()
        page.locator("#wipe button").click()
        expect(page.locator("#messages article")).to_have_count(0)
