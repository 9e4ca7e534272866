"""What a screen reader is told: each new message once, what the page is doing, and nothing old."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.store.conversations import find_conversation, record_message
from tests.access.town import Town
from tests.access.views import QUESTIONS, View, seen

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
CHAT = View("chat", "/")
# Every article that is put into the live region while it is live: that is what gets read.
_LISTEN = """() => {
  window.told = [];
  const log = document.querySelector("#messages");
  const live = () => log.getAttribute("aria-live") !== "off";
  const note = (node) => node.matches?.("article") && live() && window.told.push(node.dataset.id || node.dataset.from);
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(note)))
    .observe(log, { childList: true });
}"""


@pytest.fixture
def page(browser: Browser, town: Town, language: str) -> Iterator[Page]:
    """The chat, with someone who notes what is announced."""
    with seen(browser, town, CHAT, language) as page:
        page.evaluate(_LISTEN)
        yield page


def ask(page: Page, language: str) -> str:
    """Ask; the id of the conversation once there is an answer."""
    page.locator("#text").fill(QUESTIONS[language])
    page.locator("#send").click()
    expect(page.locator("[data-kind=answer]")).to_be_visible()
    return str(page.locator("#chat").get_attribute("data-conversation"))


@LANGUAGES
def test_a_question_and_its_answer_are_told_once_each(page: Page, language: str) -> None:
    ask(page, language)
    page.wait_for_timeout(4000)  # the stream ends after 3 s, comes back, and the page catches up
    assert len(page.evaluate("window.told")) == 2
    expect(page.locator("#messages")).to_have_attribute("role", "log")
    expect(page.locator("#messages")).to_have_attribute("aria-live", "polite")


@LANGUAGES
def test_a_message_that_comes_by_itself_is_told_once(page: Page, town: Town, language: str) -> None:
    conversation = ask(page, language)
    with town.bridge.parts.database.transaction() as session:
        talk = find_conversation(session, conversation)
        assert talk is not None
        body = {"from": "person", "kind": "text", "text": "…", "language": language, "direction": "auto"}
        made = record_message(session, talk, {**body, "topic": None, "card": None, "buttons": [], "audio": None})
    expect(page.locator(f"[data-id='{made['id']}']")).to_be_visible()
    page.wait_for_timeout(4000)
    assert page.evaluate("window.told").count(made["id"]) == 1


@LANGUAGES
def test_old_messages_are_not_told_again_after_a_reload(page: Page, language: str) -> None:
    ask(page, language)
    page.reload()
    page.evaluate(_LISTEN)
    expect(page.locator("[data-kind=answer]")).to_be_visible()
    page.wait_for_timeout(1500)
    assert page.evaluate("window.told") == []


@LANGUAGES
def test_what_goes_wrong_and_what_is_under_way_is_told(page: Page, town: Town, language: str) -> None:
    expect(page.locator("#thinking")).to_have_attribute("role", "status")
    page.locator("#send").click()
    expect(page.get_by_role("alert")).to_contain_text(town.content.phrase("ui_error_empty", language))
    expect(page.locator("#text")).to_have_attribute("aria-invalid", "true")


@LANGUAGES
def test_every_message_says_its_language_and_direction(page: Page, language: str) -> None:
    ask(page, language)
    for message in page.locator("#messages article").all():
        assert message.get_attribute("lang") == language
        assert message.get_attribute("dir") in {"auto", {"ar": "rtl"}.get(language, "ltr")}
