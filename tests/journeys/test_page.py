"""The page in a browser: ask, see who does it, hear it, come back to it, wipe it; small and large, three languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from civic.content.load import Content
from tests.journeys import browsing

pytestmark = pytest.mark.journey

QUESTIONS = {
    "nl": "Wie haalt mijn grofvuil op?",
    "tr": "İri eşyayı evden aldırmak için nereye başvuruyoruz?",
    "ar": "من يأخذ الأثاث القديم من البيت؟",
}
Opener = Callable[[str, str], Page]
LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
SIZES = pytest.mark.parametrize("size", browsing.SIZES)


@pytest.fixture
def opened(browser: Browser, url: str) -> Iterator[Opener]:
    """Opens the chat in a language and at a size."""
    visits = []

    def open_page(language: str, size: str) -> Page:
        visits.append(browsing.visit(browser, f"{url}/?language={language}", size=browsing.SIZES[size]))
        return visits[-1].__enter__()

    yield open_page
    for each in visits:
        each.__exit__(None, None, None)


@SIZES
@LANGUAGES
def test_a_typed_question_shows_who_does_it_and_what_to_do_first(
    opened: Opener, content: Content, language: str, size: str
) -> None:
    page = opened(language, size)
    browsing.expect_written_in(page, language)
    browsing.expect_no_sideways_scrolling(page)
    browsing.picture(page, f"welcome-{language}-{size}")

    card = browsing.ask(page, QUESTIONS[language])

    name = content.organisation("limburg-net", None).names.in_language(language)
    expect(card.locator(".who__name")).to_have_text(name)
    expect(card.locator(".who .level")).to_have_text(content.phrase("ui_level_intermunicipal", language))
    expect(card.locator(".path__step")).to_have_text(content.said("bulky-waste", language, None).wording.steps[0])
    message = page.locator("[data-kind=answer]").last
    expect(message).to_have_attribute("lang", language)
    expect(message).to_have_attribute("dir", browsing.DIRECTIONS[language])
    expect(card.locator(".card__translated")).to_have_count(0 if language == "nl" else 1)
    browsing.expect_no_sideways_scrolling(page)
    browsing.picture(page, f"answer-{language}-{size}")
    browsing.picture(page, f"answer-{language}-{size}-whole", whole=True)


@LANGUAGES
def test_an_answer_can_be_heard(opened: Opener, language: str) -> None:
    page = opened(language, "phone")
    card = browsing.ask(page, QUESTIONS[language])
    with page.expect_response(lambda response: "/audio/" in response.url) as heard:
        card.locator("[data-play]").click()
    assert heard.value.status in {200, 206}
    expect(card.locator(".listen")).to_have_class("listen is-playing", timeout=browsing.PATIENCE_MS)
    expect(card.locator(".listen__error")).to_be_empty()


@LANGUAGES
def test_a_reload_keeps_the_talk_and_wiping_takes_it_away(opened: Opener, language: str) -> None:
    page = opened(language, "phone")
    browsing.ask(page, QUESTIONS[language])

    page.reload()
    expect(browsing.newest_card(page)).to_have_count(1)
    expect(page.locator("[data-from=resident] .prose:visible")).to_have_text(QUESTIONS[language])

    page.locator("#wipe summary").click()
    with page.expect_navigation():  # the screen is empty at once, and the server then takes its cookie back
        page.locator("#wipe button").click()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#messages article")).to_have_count(0)
    browsing.expect_written_in(page, language)
    page.reload()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#messages article")).to_have_count(0)


@LANGUAGES
def test_every_link_of_the_page_leads_somewhere(opened: Opener, language: str) -> None:
    page = opened(language, "phone")
    browsing.ask(page, QUESTIONS[language])
    links = page.locator("a[href^='/']").evaluate_all("links => links.map((link) => link.href)")
    assert links
    for link in set(links):
        assert page.request.get(link).status == 200, link
