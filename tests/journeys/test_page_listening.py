"""Hearing an answer: its words light up as they are spoken, slower, and by itself; the browser remembers how."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from civic.content.load import Content
from civic.voice.script import script_for
from gateway.services import Services
from tests.journeys import browsing
from tests.journeys.restarting import Gateway, opened, running_gateway, say

pytestmark = pytest.mark.journey

QUESTIONS = {
    "nl": "Wie haalt mijn grofvuil op?",
    "tr": "İri eşyayı evden aldırmak için nereye başvuruyoruz?",
    "ar": "من يأخذ الأثاث القديم من البيت؟",
}
LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
MARKED = "() => [...(CSS.highlights.get('spoken') ?? [])].map((range) => range.toString()).join(' ')"
# Plays at once to a moment; what is marked there.
MARKED_AT = """async ([seconds]) => {
  const audio = [...document.querySelectorAll(".card audio")].find((each) => !each.paused);
  audio.pause();
  audio.currentTime = seconds;
  audio.playbackRate = 0.1; // so that a busy machine does not hear the next word already
  await audio.play();
  await new Promise((resolve) => setTimeout(resolve, 250));
  audio.pause();
  return [...(CSS.highlights.get("spoken") ?? [])].map((range) => range.toString()).join(" ");
}"""
PLAYING = "() => [...document.querySelectorAll('audio')].filter((each) => !each.paused).length"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, unchanging: Services) -> Iterator[Gateway]:
    """The gateway of this module."""
    with running_gateway(tmp_path_factory.mktemp("listening"), unchanging) as running:
        yield running


def play(page: Page) -> None:
    """Tap "listen" on the newest card, and wait for its first word."""
    page.locator(".card [data-play]").last.click()
    expect(page.locator(".listen.is-playing")).to_have_count(1)
    page.wait_for_function(f"() => ({MARKED})() !== ''")  # a function: the page allows no eval


@LANGUAGES
def test_the_words_light_up_where_they_are_spoken(
    context: BrowserContext, gateway: Gateway, content: Content, language: str
) -> None:
    # Given an answer
    page = opened(context, gateway, language=language)
    say(page, QUESTIONS[language])
    browsing.newest_card(page)
    timings = page.request.get(
        gateway.address + page.locator(".card audio").first.get_attribute("src").replace(".mp3", ".json")
    ).json()
    words = script_for(content.said("bulky-waste", language, None).wording, language).split()
    # When it is read aloud
    play(page)
    browsing.picture(page, f"listening-{language}-phone")
    # Then in the title, in the middle and near the end the word that is heard is marked
    for at, first, end in (timings["spans"][1], timings["spans"][len(timings["spans"]) // 2], timings["spans"][-3]):
        marked = page.evaluate(MARKED_AT, [at + 0.02])
        page.locator(".card [data-play]").last.click()
        assert marked.removesuffix(".") == " ".join(words[first:end]).removesuffix(".")
    assert page.evaluate(PLAYING) == 1


@LANGUAGES
def test_a_topics_page_speaks_as_the_chat_does(
    context: BrowserContext, gateway: Gateway, content: Content, language: str
) -> None:
    # Given the page of a topic
    page = context.new_page()
    page.goto(f"{gateway.address}/t/bulky-waste?language={language}")
    page.wait_for_load_state("networkidle")
    # When one listens
    page.locator("[data-play]").click()
    expect(page.locator(".listen.is-playing")).to_have_count(1)
    # Then its words light up, the title first
    page.wait_for_function(f"() => ({MARKED})() !== ''")
    title = content.said("bulky-waste", language, None).wording.title
    assert page.evaluate(MARKED).removesuffix(".") in title
    browsing.picture(page, f"topic-listening-{language}-phone")
    # And slower is slower, here and in the chat after it
    page.locator("[data-slower]").click()
    page.goto(f"{gateway.address}/t/bulky-waste?language={language}")
    expect(page.locator("[data-slower]")).to_have_attribute("aria-pressed", "true")


def test_the_marks_go_when_it_has_been_said(context: BrowserContext, gateway: Gateway) -> None:
    page = opened(context, gateway)
    say(page, "grofvuil")
    browsing.newest_card(page)
    play(page)
    page.evaluate(
        "() => { const audio = document.querySelector('.card audio'); audio.currentTime = audio.duration - 0.1; }"
    )
    expect(page.locator(".listen.is-playing")).to_have_count(0)
    assert page.evaluate(MARKED) == ""


def test_a_browser_that_cannot_mark_words_marks_the_sentence(context: BrowserContext, gateway: Gateway) -> None:
    context.add_init_script("delete window.Highlight")
    page = opened(context, gateway)
    say(page, "grofvuil")
    browsing.newest_card(page)
    page.locator(".card [data-play]").click()
    expect(page.locator(".card__title.is-spoken")).to_have_count(1)


def test_a_sound_without_timings_is_heard_without_marks(context: BrowserContext, gateway: Gateway) -> None:
    context.route("**/audio/*.json", lambda route: route.fulfill(json={"seconds": 0, "words": 0, "spans": []}))
    page = opened(context, gateway)
    say(page, "grofvuil")
    browsing.newest_card(page)
    page.locator(".card [data-play]").click()
    expect(page.locator(".listen.is-playing")).to_have_count(1)
    assert page.evaluate(MARKED) == ""


def test_slower_is_remembered(context: BrowserContext, gateway: Gateway) -> None:
    # Given someone who wants it slower
    page = opened(context, gateway)
    say(page, "grofvuil")
    browsing.newest_card(page)
    page.locator(".card [data-slower]").click()
    expect(page.locator(".card [data-slower]")).to_have_attribute("aria-pressed", "true")
    # When they come back another day and listen
    another = opened(context, gateway)
    say(another, "grofvuil")
    browsing.newest_card(another)
    slow = another.locator(".card audio").nth(1).get_attribute("src")
    with another.expect_response(lambda response: response.url.endswith(slow or "?")):
        another.locator(".card [data-play]").click()
    # Then the slow voice speaks at once
    expect(another.locator(".card [data-slower]")).to_have_attribute("aria-pressed", "true")


@LANGUAGES
def test_answers_read_themselves_aloud_once_that_is_wanted(
    context: BrowserContext, gateway: Gateway, language: str
) -> None:
    # Given reading aloud is on
    page = opened(context, gateway, language=language)
    page.locator("#aloud").click()
    browsing.picture(page, f"aloud-{language}-phone")
    # When an answer comes
    say(page, QUESTIONS[language])
    # Then it is heard without a tap, and silent when one asks the next thing
    expect(page.locator(".listen.is-playing")).to_have_count(1)
    gateway.rasa.seconds = 1.0
    say(page, "en glas")
    expect(page.locator(".listen.is-playing")).to_have_count(0)
    gateway.rasa.seconds = 0.0
    expect(page.locator(".listen.is-playing")).to_have_count(1)
    assert page.evaluate(PLAYING) == 1
    # And it is still on after a reload, where old answers stay silent
    page.reload()
    expect(page.locator("#aloud")).to_have_attribute("aria-pressed", "true")
    browsing.newest_card(page)
    page.wait_for_timeout(500)
    assert page.evaluate(PLAYING) == 0
    # And off is off
    page.locator("#aloud").click()
    say(page, "en papier")
    expect(page.locator("[data-kind=answer]")).to_have_count(3)
    page.wait_for_timeout(500)
    assert page.evaluate(PLAYING) == 0


def test_one_answer_speaks_at_a_time(context: BrowserContext, gateway: Gateway) -> None:
    page = opened(context, gateway)
    for count, question in enumerate(("grofvuil", "en glas"), start=1):
        say(page, question)
        expect(page.locator("[data-kind=answer]")).to_have_count(count)
    page.locator(".card [data-play]").first.click()
    expect(page.locator(".listen").first).to_have_class("listen is-playing")
    page.locator(".card [data-play]").last.click()
    expect(page.locator(".listen").last).to_have_class("listen is-playing")
    assert page.evaluate(PLAYING) == 1
