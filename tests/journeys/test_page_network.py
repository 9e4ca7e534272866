"""Sending while the line is bad: words wait in order, go once, survive a reload and a restart of the gateway."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from civic.content.load import Content
from civic.replies import Kind, Reply
from gateway.conversation.messages import message_body
from gateway.services import Services
from gateway.store.conversations import record_message
from gateway.store.schema import Conversation
from gateway.widget import api
from tests.journeys import browsing
from tests.journeys.restarting import Gateway, opened, running_gateway, say, wait_for

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
SLOW_LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 25_000,
}  # bytes a second
PERSON_SAYS = "Morgen kom ik langs."
# What must have come before anything can be seen: the page, and what holds up painting it.
BEFORE_PAINT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter((each) => each.entryType === "navigation" || each.renderBlockingStatus === "blocking")
  .map((each) => [each.name, each.transferSize])"""


@pytest.fixture
def gateway(tmp_path_factory: pytest.TempPathFactory, unchanging: Services) -> Iterator[Gateway]:
    """A gateway for one test, to take away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "STREAM_SECONDS", 3)  # so that it can stop
        with running_gateway(tmp_path_factory.mktemp("network"), unchanging) as running:
            yield running


@LANGUAGES
def test_without_network_words_wait_and_go_in_order(
    context: BrowserContext, gateway: Gateway, content: Content, language: str
) -> None:
    # Given a page whose network goes away
    page = opened(context, gateway, language=language)
    context.set_offline(True)
    # When one asks twice
    say(page, "een")
    say(page, "twee")
    # Then both wait, it says so, and 112 is one tap away
    browsing.expect_states(page, "waiting", "waiting")
    expect(page.get_by_role("alert")).to_contain_text(content.phrase("ui_offline", language))
    expect(page.locator("#call")).to_have_attribute("href", "tel:112")
    expect(page.locator("#call")).to_be_visible()
    browsing.expect_no_sideways_scrolling(page)
    browsing.picture(page, f"waiting-{language}-phone")
    # And when the network is back, they go by themselves, in order, each answer under its question
    context.set_offline(False)
    browsing.expect_states(page, "sent", "sent")
    expect(page.locator("#chat-error")).to_be_hidden()
    assert gateway.said() == ["een", "twee"]
    card = content.said("bulky-waste", language, None).wording.title
    expect(page.locator("[data-kind=answer]")).to_have_count(2)
    shown = browsing.texts(page)
    assert [shown[0], shown[2]] == ["een", "twee"]
    assert shown[1] == shown[3]
    assert shown[1] in {card, *(content.said("bulky-waste", each, None).wording.title for each in ("nl", "tr", "ar"))}


def test_what_waits_survives_a_reload_without_network(
    context: BrowserContext, gateway: Gateway, content: Content
) -> None:
    # Given words that wait while the gateway is away, in a browser that never says it has time
    context.add_init_script("requestIdleCallback = (act, { timeout } = {}) => timeout && setTimeout(act, timeout)")
    page = opened(context, gateway)
    wait_for(page, "() => navigator.serviceWorker.ready.then(() => caches.match('/offline'))")
    gateway.stop()
    say(page, "een")
    say(page, "twee")
    browsing.expect_states(page, "waiting", "waiting")
    # When one reloads, the page is still there and they still wait
    page.reload()
    expect(page.locator("#offline")).to_contain_text(content.phrase("ui_offline_title", "nl"))
    browsing.expect_states(page, "waiting", "waiting")
    page.locator("#text").fill("half getypt")
    # And when the gateway is back, they go, and what was being typed stays
    gateway.start()
    expect(page.locator("#offline")).to_have_count(0, timeout=30_000)
    expect(page.locator("[data-kind=answer]")).to_have_count(2)
    expect(page.locator("#text")).to_have_value("half getypt")
    assert gateway.said() == ["een", "twee"]


def test_an_answer_that_gets_lost_is_fetched_again_and_the_question_taken_once(
    context: BrowserContext, gateway: Gateway
) -> None:
    # Given a line that breaks after the question has arrived
    page = opened(context, gateway)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/api/chat", lose, times=1)
    # When one asks
    say(page, "een")
    # Then it waits, and a moment later the answer is there, once
    browsing.expect_states(page, "sent")
    expect(page.locator("[data-kind=answer]")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-kind=answer]")).to_have_count(1)
    assert gateway.said() == ["een"]
    assert len(gateway.rasa.asked) == 1


@LANGUAGES
def test_the_gateway_restarts_under_the_page(context: BrowserContext, gateway: Gateway, language: str) -> None:
    # Given a talk
    page = opened(context, gateway, language=language)
    say(page, "een")
    browsing.newest_card(page)
    # When the gateway restarts while one goes on asking
    gateway.stop()
    say(page, "twee")
    browsing.expect_states(page, "sent", "waiting")
    gateway.start()
    # Then the talk goes on where it was, in the same conversation
    browsing.expect_states(page, "sent", "sent")
    expect(page.locator("[data-kind=answer]")).to_have_count(2)
    say(page, "drie")
    expect(page.locator("[data-kind=answer]")).to_have_count(3)
    assert gateway.said() == ["een", "twee", "drie"]
    (talk,) = {known["conversation"] for _, known in gateway.rasa.asked}
    # And what a person answers later still arrives by itself
    with gateway.parts.database.transaction() as session:
        conversation = session.get_one(Conversation, talk)
        reply = Reply(kind=Kind.TEXT, language=language, text=PERSON_SAYS)
        record_message(session, conversation, {**message_body(reply, None), "from": "person"})
    expect(page.locator("[data-from=person]")).to_contain_text(PERSON_SAYS, timeout=browsing.PATIENCE_MS)
    expect(page.locator("[data-from=person]")).to_have_count(1)


@LANGUAGES
def test_what_is_refused_can_be_mended_or_sent_again(
    context: BrowserContext, gateway: Gateway, content: Content, language: str
) -> None:
    # Given a server that refuses
    page = opened(context, gateway, language=language)
    page.route("**/api/chat", lambda route: route.fulfill(status=500, json={}), times=1)
    # When one asks
    say(page, "een")
    # Then it says that it was not sent, and the words are back in the box
    browsing.expect_states(page, "failed")
    expect(page.locator(".message__state")).to_have_text(content.phrase("ui_not_sent", language))
    expect(page.get_by_role("alert")).to_contain_text(content.phrase("ui_error_server", language))
    expect(page.locator("#text")).to_have_value("een")
    browsing.picture(page, f"failed-{language}-phone")
    # And "try again" sends them
    page.locator("#retry").click()
    browsing.expect_states(page, "sent")
    expect(page.locator("#text")).to_have_value("")
    expect(page.locator("#chat-error")).to_be_hidden()
    assert gateway.said() == ["een"]


@LANGUAGES
def test_on_a_slow_line_there_is_soon_something_to_read(
    context: BrowserContext, gateway: Gateway, language: str
) -> None:
    # Given 400 kbit/s with 400 ms there and back, and nothing kept
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    # When one opens the page, Then two answers are enough to see it: half a second of this line
    page.goto(f"{gateway.address}/?language={language}")
    needed = dict(page.evaluate(BEFORE_PAINT))
    assert len(needed) == 2, needed
    assert sum(needed.values()) < 25_000, needed
    # And asking works
    say(page, "een")
    browsing.newest_card(page)
    assert gateway.said() == ["een"]


def test_two_tabs_show_the_same_talk(context: BrowserContext, gateway: Gateway) -> None:
    page = opened(context, gateway)
    say(page, "een")
    browsing.newest_card(page)
    with context.expect_page() as popped:
        page.evaluate("open(location.href)")
    copy = popped.value  # the browser copies what the tab keeps
    expect(copy.locator("[data-kind=answer]")).to_have_count(1)
    say(copy, "twee")
    expect(copy.locator("[data-kind=answer]")).to_have_count(2)
    assert gateway.said() == ["een", "twee"]
    page.reload()
    expect(page.locator("[data-from=resident]")).to_have_count(2)
