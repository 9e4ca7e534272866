"""Without network: the cards of the last visit can be read; a talk is never kept; wiping leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from civic import consent
from civic.content.load import Content
from civic.replies import Button
from gateway.services import Services
from gateway.store.schema import Conversation
from gateway.widget import api
from tests.gateway.fake_rasa import saying
from tests.journeys import browsing
from tests.journeys.restarting import Gateway, opened, running_gateway, say, wait_for

pytestmark = pytest.mark.journey

QUESTIONS = {
    "nl": "Wie haalt mijn paarse zetel op?",
    "tr": "Mor koltuğumu evden aldırmak için nereye başvuruyoruz?",
    "ar": "من يأخذ الأثاث البنفسجي القديم من البيت؟",
}
LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
KEPT = """async () => {
  const kept = { ...localStorage, ...sessionStorage };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) kept[request.url] = await (await cache.match(request)).text();
  }
  return kept;
}"""


@pytest.fixture
def gateway(tmp_path_factory: pytest.TempPathFactory, unchanging: Services) -> Iterator[Gateway]:
    """A gateway for one test, to take away."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "STREAM_SECONDS", 3)  # so that it can stop
        with running_gateway(tmp_path_factory.mktemp("offline"), unchanging) as running:
            yield running


def asked(context: BrowserContext, gateway: Gateway, *, language: str = "nl") -> Page:
    """A page on which something was asked, whose card is kept."""
    page = opened(context, gateway, language=language)
    say(page, QUESTIONS[language])
    browsing.newest_card(page)
    wait_until_kept(page, gateway.rasa.topic)
    return page


def wait_until_kept(page: Page, topic: str) -> None:
    """Keeping goes on when the browser has time."""
    kept = (
        "(topic) => caches.open('wiedoetwat-cards-1').then((all) => all.match(`/t/${topic}`, { ignoreSearch: true }))"
    )
    wait_for(page, kept, topic)
    wait_for(page, "() => caches.match('/offline')")
    wait_for(page, "() => caches.match('/sheets/page.css')")


def conversations(gateway: Gateway) -> int:
    """How many talks the gateway holds."""
    with gateway.parts.database.transaction() as session:
        return session.query(Conversation).count()


def wipe(page: Page) -> None:
    """Tap "wipe" and "yes"."""
    page.locator("#wipe summary").click()
    page.locator("#wipe button").click()


@LANGUAGES
def test_the_cards_of_the_last_visit_can_be_read(
    context: BrowserContext, gateway: Gateway, content: Content, language: str
) -> None:
    # Given a visit that showed a card
    asked(context, gateway, language=language).close()
    title = content.said("bulky-waste", language, None).wording.title
    # When one comes back without network
    gateway.stop()
    page = context.new_page()
    page.goto(f"{gateway.address}/?language={language}")
    # Then it says so in one's language, and the card is there to read, with its style
    browsing.expect_written_in(page, language)
    expect(page.locator("#offline-title")).to_have_text(content.phrase("ui_offline_title", language))
    browsing.expect_no_sideways_scrolling(page)
    browsing.picture(page, f"offline-{language}-phone", whole=True)
    page.locator(".offline__cards a", has_text=title).click()
    expect(page.locator("main h1")).to_have_text(title)
    browsing.expect_written_in(page, language)
    assert page.evaluate("document.styleSheets.length") > 0
    browsing.picture(page, f"offline-card-{language}-phone")


def test_what_was_said_is_never_kept(context: BrowserContext, gateway: Gateway) -> None:
    page = asked(context, gateway)
    kept = page.evaluate(KEPT)
    assert any("/t/bulky-waste" in address for address in kept)
    assert "paarse" not in json.dumps(kept)
    assert not any("/api/" in address or "/audio/" in address for address in kept)


def test_a_new_visit_lets_the_cards_of_the_one_before_go(context: BrowserContext, gateway: Gateway) -> None:
    asked(context, gateway).close()
    gateway.rasa.topic = "recycling-park"
    page = asked(context, gateway)
    addresses = [address for address in page.evaluate(KEPT) if "/t/" in address]
    assert [address.split("/t/")[1].split("?")[0] for address in addresses] == ["recycling-park"]


def test_a_card_is_kept_for_a_week_at_most(context: BrowserContext, gateway: Gateway) -> None:
    page = asked(context, gateway)
    page.evaluate("""async () => {
      const cards = await caches.open("wiedoetwat-cards-1");
      const long_ago = new Date(Date.now() - 8 * 24 * 3600 * 1000).toUTCString();
      await cards.put("/t/library?language=nl", new Response("<h1>", { headers: { Date: long_ago } }));
    }""")
    page.reload()
    wait_for(page, "() => caches.match('/t/library?language=nl').then((found) => !found)")
    assert any("/t/bulky-waste" in address for address in page.evaluate(KEPT))


@LANGUAGES
def test_wiping_leaves_nothing_in_the_browser(context: BrowserContext, gateway: Gateway, language: str) -> None:
    # Given a talk, and someone who likes it slow and aloud
    page = asked(context, gateway, language=language)
    page.locator("#aloud").click()
    page.locator(".card [data-slower]").click()
    # When it is wiped
    with page.expect_navigation():  # the server takes its cookie back
        wipe(page)
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#aloud")).to_have_attribute("aria-pressed", "false")
    # Then nothing of it is left here or there; what stays is the empty page for when there is no network
    kept = page.evaluate(KEPT)
    assert not any("/t/" in address or address.startswith("wiedoetwat") for address in kept)
    assert conversations(gateway) == 0
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert QUESTIONS[language] not in page.content()


def test_wiping_without_network_empties_this_screen_now_and_the_server_later(
    context: BrowserContext, gateway: Gateway, content: Content
) -> None:
    # Given a talk, and no network
    page = asked(context, gateway)
    context.set_offline(True)
    say(page, "nog een paarse vraag")
    # When it is wiped
    wipe(page)
    # Then the screen is empty at once, and it says that the server follows
    expect(page.locator("#messages article")).to_have_count(0)
    expect(page.locator("#thinking")).to_have_text(content.phrase("ui_wiped_later", "nl"))
    assert "paarse" not in json.dumps(page.evaluate(KEPT))
    assert conversations(gateway) == 1
    # And with the network back it is gone there too, and what waited was never sent
    context.set_offline(False)
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#messages article")).to_have_count(0)
    assert conversations(gateway) == 0


def test_forget_me_empties_the_browser_too(context: BrowserContext, gateway: Gateway, content: Content) -> None:
    # Given a talk with a card
    page = asked(context, gateway)
    # When one wants to be forgotten, and is sure
    buttons = tuple(
        Button(title=content.phrase(name, "nl"), payload=payload)
        for name, payload in (("yes", consent.FORGET_CONFIRMED), ("no", consent.FORGET_DECLINED))
    )
    question = saying(content.phrase("forget_question", "nl"), *buttons)
    gateway.rasa.ask = lambda *_, **__: question  # type: ignore[method-assign]
    say(page, "verwijder mijn gegevens")
    page.locator(".offer", has_text=content.phrase("yes", "nl")).last.click()
    # Then nothing is left but the confirmation on the screen
    expect(page.locator("#messages article")).to_have_count(1)
    expect(page.locator("#messages")).to_contain_text(content.phrase("forget_done", "nl"))
    wait_for(page, "() => caches.keys().then((names) => names.length === 0)")
    assert page.evaluate(KEPT) == {}
    assert conversations(gateway) == 0


def test_wiping_without_script_empties_what_the_script_kept(
    context: BrowserContext, browser: Browser, gateway: Gateway
) -> None:
    # Given a browser that kept a card
    page = asked(context, gateway)
    # When the form is sent as a browser without script would
    with page.expect_navigation():
        page.evaluate("document.querySelector('[data-wipe]').submit()")
    expect(page.locator("#welcome")).to_be_visible()
    page.wait_for_load_state("networkidle")
    # Then the card is gone
    assert not any("/t/" in address for address in page.evaluate(KEPT))


def test_staff_pages_and_talks_do_not_pass_through_the_worker(context: BrowserContext, gateway: Gateway) -> None:
    page = asked(context, gateway)
    page.reload()  # from now on the worker is between
    gateway.stop()
    for path in ("/staff/sign-in", "/desk", "/privacy", "/api/topics"):
        fetched = page.evaluate("(path) => fetch(path).then(() => 'kept', () => 'nothing')", path)
        assert fetched == "nothing", path


def test_without_cards_there_is_no_empty_list(context: BrowserContext, gateway: Gateway) -> None:
    # Given an assistant that answers in words only: nothing to keep
    page = opened(context, gateway)
    gateway.rasa.ask = lambda *_, **__: saying("Dag!")  # type: ignore[method-assign]
    say(page, "hallo")
    expect(page.locator("[data-from=bot]")).to_have_count(1)
    wait_for(page, "() => caches.match('/offline')")
    # When one comes back without network, Then there is no list of cards, and one can still type
    gateway.stop()
    page.reload()
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("#offline [data-cards]")).to_be_hidden()
    expect(page.locator("#text")).to_be_editable()
