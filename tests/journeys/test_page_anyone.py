"""The page in three languages: clarify, another language, a person who replies, without JavaScript, a restart."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from civic.case_codes import find_code
from civic.content.load import Content
from scripts.stack import Stack
from tests.journeys import browsing
from tests.journeys.staff import Staff
from tests.journeys.starting import running_system
from tests.standins.libretranslate import LibreTranslate

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
QUESTIONS = {
    "nl": "Wie haalt mijn grofvuil op?",
    "tr": "İri eşyayı evden aldırmak için nereye başvuruyoruz?",
    "ar": "من يأخذ الأثاث القديم من البيت؟",
}
VAGUE = {"nl": "afval", "tr": "çöp", "ar": "نفايات"}
OTHER = {"nl": "ar", "tr": "nl", "ar": "tr"}
REPLY = "Kom morgen langs, dan bellen we samen."


def say(page: Page, text: str) -> None:
    """Type and send, and wait for an answer."""
    answers = page.locator("[data-from=bot]").count()
    page.locator("#text").fill(text)
    page.locator("#send").click()
    expect(page.locator("[data-from=bot]").nth(answers)).to_be_visible(timeout=browsing.PATIENCE_MS)


def tap(page: Page, offer: Locator) -> None:
    """Tap an offer, and wait for an answer."""
    answers = page.locator("[data-from=bot]").count()
    offer.click()
    expect(page.locator("[data-from=bot]").nth(answers)).to_be_visible(timeout=browsing.PATIENCE_MS)


def asks_for_a_person(page: Page, content: Content, language: str) -> str:
    """Ask for a person, agree, choose this chat, leave a first name: the code of the case."""
    tap(page, page.locator("#ask-person"))
    for words in ("agree_button", "reach_chat_button"):
        tap(page, page.locator(".offer", has_text=content.phrase(words, language)).last)
    say(page, "Zekiye")
    told = page.locator("[data-kind=handover]").all_inner_texts()
    code = next((found for found in map(find_code, reversed(told)) if found), None)
    assert code is not None, told
    return code


@LANGUAGES
def test_a_vague_question_is_narrowed_down(browser: Browser, url: str, content: Content, language: str) -> None:
    with browsing.visit(browser, f"{url}/?language={language}&city=genk") as page:
        # Given a resident who types one word
        say(page, VAGUE[language])
        # Then up to three topics are offered, each by its title
        topics = page.locator("[data-kind=clarify] .offer[data-topic]")
        assert 2 <= topics.count() <= 3
        topic = str(topics.first.get_attribute("data-topic"))
        # When one is tapped
        tap(page, topics.first)
        # Then its card comes
        card = browsing.newest_card(page)
        expect(card.locator(".card__title")).to_have_text(content.said(topic, language, "genk").wording.title)


@LANGUAGES
def test_the_language_is_switched_mid_way(browser: Browser, url: str, content: Content, language: str) -> None:
    other = OTHER[language]
    with browsing.visit(browser, f"{url}/?language={language}&city=genk") as page:
        # Given an answer in one language, and half a question typed
        browsing.ask(page, QUESTIONS[language])
        page.locator("#text").fill("…")
        # When another language is chosen at the top
        page.locator(f"[data-settings] button[value={other}]").first.click()
        # Then the page is in it, the talk stays, in the language it was in, and so does what was typed
        browsing.expect_written_in(page, other)
        expect(page.locator("[data-kind=answer]")).to_have_attribute("lang", language)
        expect(page.locator("#text")).to_have_value("…")
        # And the next answer is in the new language
        browsing.ask(page, QUESTIONS[other])
        expect(page.locator("[data-kind=answer]").last).to_have_attribute("lang", other)
        expect(page.locator("[data-kind=answer]").last).to_have_attribute("dir", browsing.DIRECTIONS[other])


@LANGUAGES
def test_a_person_is_asked_and_the_reply_appears_under_the_dutch(
    browser: Browser, url: str, staff: Staff, content: Content, language: str
) -> None:
    with browsing.visit(browser, f"{url}/?language={language}&city=genk") as page:
        # Given a resident who asked for a person
        browsing.ask(page, QUESTIONS[language])
        code = asks_for_a_person(page, content, language)
        # When someone of the team takes the question and answers in Dutch
        staff.takes(code)
        staff.does(code, "reply", text=REPLY)
        # Then the page shows the words, without being reloaded, in the resident's language with the Dutch to open
        answer = page.locator("[data-from=person]", has_text=REPLY).last
        expect(answer).to_be_visible(timeout=4 * browsing.PATIENCE_MS)
        expect(answer).to_have_attribute("lang", language)
        expect(page.locator("#owner")).to_have_text(content.phrase("ui_owner_person", language))
        if language != "nl":
            answer.locator("summary").first.click()
            expect(answer.locator(".prose[lang=nl]")).to_have_text(REPLY)
        browsing.picture(page, f"reply-{language}-phone")


@LANGUAGES
def test_without_javascript_a_person_is_reached_and_answers(
    browser: Browser, url: str, staff: Staff, content: Content, language: str
) -> None:
    with browsing.visit(browser, f"{url}/?language={language}&city=genk", script=False) as page:
        # Given a browser without JavaScript, and an answer
        browsing.ask(page, QUESTIONS[language])
        # When a person is asked, in the forms of the page
        code = asks_for_a_person(page, content, language)
        staff.takes(code)
        staff.does(code, "reply", text=REPLY)
        # Then the reply is there when the page is opened again
        answer = page.locator("[data-from=person]", has_text=REPLY)

        def opened_again() -> bool:
            page.goto(f"{url}/")
            return bool(answer.count())

        wait_until(page, opened_again)
        browsing.expect_written_in(page, language)


def wait_until(page: Page, true: Callable[[], bool]) -> None:
    """Try again for half a minute: the worker brings translations."""
    for _ in range(30):
        if true():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("it did not come")


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory, translator: LibreTranslate) -> Iterator[Stack]:
    """A system of this module's own, whose gateway is restarted."""
    with running_system(tmp_path_factory.mktemp("restarted"), translator_url=translator.url) as stack:
        yield stack


@LANGUAGES
def test_the_gateway_restarts_under_the_page(browser: Browser, fragile: Stack, language: str) -> None:
    address = f"{fragile.settings.public_url}/?language={language}&city=genk"
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    context.set_default_timeout(browsing.PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    # Given a talk under way
    browsing.ask(page, QUESTIONS[language])
    # When the gateway is gone for a while, and a question is asked meanwhile
    gateway = fragile.processes["gateway"]
    os.killpg(gateway.pid, signal.SIGKILL)
    gateway.wait()
    page.locator("#text").fill(QUESTIONS[language])
    page.locator("#send").click()
    own = page.locator("[data-from=resident]").last
    expect(own.locator(".message__state")).to_be_visible()
    # Then nothing is lost: the words stay in sight, and are answered once it is back
    fragile.restart("gateway")
    fragile.wait_until_ready()
    with suppress(TimeoutError):  # it may have been sent by itself meanwhile
        page.locator("#retry").click(timeout=2_000)
    expect(page.locator("[data-kind=answer]")).to_have_count(2, timeout=4 * browsing.PATIENCE_MS)
    expect(page.locator("[data-from=resident]")).to_have_count(2)
    # And after a reload all of it is there, once
    page.reload()
    expect(page.locator("[data-kind=answer]")).to_have_count(2)
    context.close()
