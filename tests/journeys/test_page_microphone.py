"""Speaking instead of typing: only where the browser can, in one's language, and read before it is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from civic.content.load import Content
from gateway.services import Services
from tests.journeys import browsing
from tests.journeys.restarting import Gateway, opened, running_gateway, say

pytestmark = pytest.mark.journey

LOCALES = {"nl": "nl-BE", "tr": "tr-TR", "ar": "ar"}
LANGUAGES = pytest.mark.parametrize("language", LOCALES)
NONE = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
# A recogniser that the test speaks for: hear(words), then end(), or fail(error).
STANDIN = """
delete window.SpeechRecognition;
window.webkitSpeechRecognition = class extends EventTarget {
  start() { window.listening = this; window.listenedIn = this.lang; window.locally = Boolean(this.processLocally); }
  stop() { this.end(); }
  abort() { this.fail("aborted"); }
  hear(words) { this.dispatchEvent(Object.assign(new Event("result"), { results: [[{ transcript: words }]] })); }
  end() { window.listening = null; this.dispatchEvent(new Event("end")); }
  fail(error) { this.dispatchEvent(Object.assign(new Event("error"), { error })); this.end(); }
};
"""
ON_DEVICE = STANDIN + "window.webkitSpeechRecognition.available = async () => 'available';"
HEARD = {"nl": "wie haalt mijn zetel op", "tr": "koltuğumu kim alır", "ar": "من يأخذ الأثاث القديم"}


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, unchanging: Services) -> Iterator[Gateway]:
    """The gateway of this module."""
    with running_gateway(tmp_path_factory.mktemp("microphone"), unchanging) as running:
        yield running


def test_without_speech_recognition_there_is_no_button(context: BrowserContext, gateway: Gateway) -> None:
    context.add_init_script(NONE)
    page = opened(context, gateway)
    say(page, "hallo")  # the script works
    browsing.newest_card(page)
    expect(page.locator("#mic")).to_be_hidden()


@LANGUAGES
def test_what_was_heard_is_read_before_it_is_sent(
    context: BrowserContext, gateway: Gateway, content: Content, language: str
) -> None:
    # Given a browser that can listen
    context.add_init_script(STANDIN)
    page = opened(context, gateway, language=language)
    asked = len(gateway.said())
    # When one taps the microphone for the first time, Then one reads first who listens
    page.locator("#mic").click()
    notice = page.locator("#mic-notice")
    expect(notice).to_contain_text(content.phrase("ui_mic_notice", language))
    browsing.expect_no_sideways_scrolling(page)
    browsing.picture(page, f"microphone-notice-{language}-phone")
    assert page.evaluate("window.listening") is None
    # And after agreeing it listens in one's language
    notice.get_by_role("button").click()
    expect(page.locator("#mic")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#mic-status")).to_have_text(content.phrase("ui_mic_listening", language))
    assert page.evaluate("window.listenedIn") == LOCALES[language]
    browsing.picture(page, f"microphone-listening-{language}-phone")
    # When one speaks
    page.evaluate("(words) => listening.hear(words)", HEARD[language])
    page.evaluate("listening.end()")
    # Then the words stand in the box, and nothing is sent
    expect(page.locator("#text")).to_have_value(HEARD[language])
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#mic-status")).to_have_text(content.phrase("ui_mic_check", language))
    browsing.picture(page, f"microphone-heard-{language}-phone")
    assert len(gateway.said()) == asked
    # And one sends them oneself; the next time it listens at once
    page.locator("#send").click()
    browsing.newest_card(page)
    assert gateway.said()[-1] == HEARD[language]
    page.locator("#mic").click()
    expect(page.locator("#mic")).to_have_attribute("aria-pressed", "true")
    expect(notice).to_be_hidden()


def test_what_was_typed_before_stays(context: BrowserContext, gateway: Gateway) -> None:
    context.add_init_script(ON_DEVICE)
    page = opened(context, gateway)
    page.locator("#text").fill("Dag.")
    page.locator("#mic").click()
    page.wait_for_function("() => window.listening")
    page.evaluate("listening.hear('wie haalt')")
    expect(page.locator("#text")).to_have_value("Dag. wie haalt")
    page.evaluate("listening.hear('wie haalt mijn zetel op')")
    page.locator("#mic").click()  # enough
    expect(page.locator("#text")).to_have_value("Dag. wie haalt mijn zetel op")
    expect(page.locator("#mic")).to_have_attribute("aria-pressed", "false")


def test_where_the_device_itself_listens_there_is_nothing_to_warn_of(context: BrowserContext, gateway: Gateway) -> None:
    context.add_init_script(ON_DEVICE)
    page = opened(context, gateway)
    page.locator("#mic").click()
    expect(page.locator("#mic")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#mic-notice")).to_be_hidden()
    assert page.evaluate("window.locally") is True


@pytest.mark.parametrize(
    ("error", "phrase"),
    [("not-allowed", "ui_mic_denied"), ("no-speech", "ui_mic_nothing"), ("network", "ui_mic_failed")],
)
def test_what_goes_wrong_is_said(
    context: BrowserContext, gateway: Gateway, content: Content, error: str, phrase: str
) -> None:
    context.add_init_script(ON_DEVICE)
    page = opened(context, gateway)
    page.locator("#mic").click()
    page.wait_for_function("() => window.listening")
    page.evaluate("(error) => listening.fail(error)", error)
    expect(page.locator("#mic-status")).to_have_text(content.phrase(phrase, "nl"))
    expect(page.locator("#mic")).to_have_attribute("aria-pressed", "false")


def test_a_browser_whose_maker_does_not_listen_loses_the_button(context: BrowserContext, gateway: Gateway) -> None:
    context.add_init_script(ON_DEVICE)
    page = opened(context, gateway)
    page.locator("#mic").click()
    page.wait_for_function("() => window.listening")
    page.evaluate("listening.fail('language-not-supported')")
    expect(page.locator("#mic")).to_be_hidden()


def test_sending_stops_listening(context: BrowserContext, gateway: Gateway) -> None:
    context.add_init_script(ON_DEVICE)
    page = opened(context, gateway)
    page.locator("#mic").click()
    page.wait_for_function("() => window.listening")
    say(page, "hallo")
    expect(page.locator("#mic")).to_have_attribute("aria-pressed", "false")
    browsing.newest_card(page)
    expect(page.locator("#mic-status")).to_be_empty()
