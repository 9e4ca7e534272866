"""The desk in a real browser: by keyboard, through a broken line, and with nothing left after the wipe."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from gateway.bridge import life
from gateway.desk import live
from gateway.store.conversations import find_conversation
from gateway.store.schema import Case, Conversation
from gateway.store.staff import set_password
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.desk.conftest import CardRasa
from tests.gateway.inbox.test_in_a_browser import TOO_SMALL
from tests.journeys.browsing import ARGUMENTS, CHROMIUM, expect_no_sideways_scrolling, picture, tab_to
from tests.journeys.starting import require
from tests.serving import served

pytestmark = pytest.mark.journey

PASSWORD = "vier-gewone-woorden-samen"
QUESTION = "Wie haalt mijn oude zetel op?"
# Everything that a browser may keep of a site besides cookies.
KEPT = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), state: history.state,
  caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
  databases: (await indexedDB.databases()).map(({ name }) => name),
})"""
PATIENCE_MS = 30_000
NOTHING = {"local": [], "session": [], "state": None, "caches": [], "workers": 0, "databases": []}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for this module only: its event loop must be gone when other tests want one."""
    require(CHROMIUM.exists(), f"there is no browser at {CHROMIUM}: install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def address(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the desk is served; streams are short, so that the server can stop."""
    monkeypatch.setattr(live, "STREAM_SECONDS", 3)
    monkeypatch.setattr(live, "POLL_SECONDS", 0.2)
    app = bridge.client.application
    app.config.update(WTF_CSRF_ENABLED=True, TESTING=False)
    with bridge.parts.database.transaction() as session:
        set_password(session, session.merge(bridge.members["desk-1"]), PASSWORD)
    with served(app) as url:
        yield url


def at_the_desk(browser: Browser, address: str, *, width: int = 1280, script: bool = True, clock: bool = False) -> Page:
    """Desk-1, signed in, before a visit. `clock`: time only passes when the test says so."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=script, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    if clock:
        page.clock.install()
    page.goto(f"{address}/staff/sign-in")
    page.fill("#login", "desk-1")
    page.fill("#password", PASSWORD)
    page.click("button.button--main")
    expect(page.locator(".start__language").first).to_be_visible()
    page.wait_for_load_state()
    return page


def begins(page: Page, language: str = "tr") -> None:
    """Start with a resident from Genk."""
    page.check("input[value=genk]")
    page.click(f"button[value={language}]")
    expect(page.locator("#desk[data-taken]")).to_be_visible()


def asks(page: Page, question: str = QUESTION) -> None:
    """The helper types it; the card is there in both panes."""
    page.fill("#helper-text", question)
    page.keyboard.press("Enter")
    expect(page.locator("#messages .card").last).to_be_visible()
    expect(page.locator("#said .told__title").last).to_be_visible()


def done_with(page: Page) -> None:
    """The scripts had nothing to complain about."""
    assert page.complaints == []  # type: ignore[attr-defined]
    page.context.close()


def visits(bridge: Bridge) -> list[Conversation]:
    """The conversations of the desk that are kept."""
    with bridge.parts.database.transaction() as session:
        return session.query(Conversation).filter_by(channel="desk").all()


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_a_visit_with_a_slip(browser: Browser, address: str, bridge: Bridge, language: str) -> None:
    # Given a resident beside the helper
    page = at_the_desk(browser, address)
    begins(page, language)
    # When the helper asks for them in Dutch
    asks(page)
    # Then both read the same, each in their own language
    said = bridge.parts.content.said
    expect(page.locator("#messages .card__title")).to_have_text(said("bulky-waste", language, "genk").wording.title)
    expect(page.locator("#said .told__title")).to_have_text(said("bulky-waste", "nl", "genk").wording.title)
    picture(page, f"desk-{language}")
    # When a word from a letter is typed
    page.fill("#q", "")
    page.locator("#q").press_sequentially("Fluv")
    # Then topics come while typing, and one tap shows the card to both
    page.locator(".found__topic").first.click()
    expect(page.locator("#messages .card")).to_have_count(2)
    expect(page.locator("#said .told__title")).to_have_count(2)
    expect(page.locator("#q")).to_be_focused()
    # When they take it home
    page.click("#slip-newest")
    # Then the slip has it on one sheet
    title = said("electricity-gas-grid", language, "genk").wording.title
    expect(page.locator(".slip__title")).to_contain_text(title)
    picture(page, f"desk-slip-{language}", whole=True)
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
    done_with(page)


def test_the_sounds_of_an_answer_play(browser: Browser, address: str) -> None:
    page = at_the_desk(browser, address)
    begins(page)
    asks(page)
    page.locator("#messages [data-play]").first.click()
    expect(page.locator("#messages .listen.is-playing")).to_have_count(1)
    done_with(page)


def test_all_of_it_by_keyboard(browser: Browser, address: str, bridge: Bridge) -> None:
    page = at_the_desk(browser, address)
    # Given a helper without a mouse, who begins a visit
    tab_to(page, "input[name=city]")
    page.keyboard.press("Space")
    tab_to(page, "button[value=ar]")
    page.keyboard.press("Enter")
    expect(page.locator("#desk[data-taken]")).to_be_visible()
    # When they search and choose a card
    tab_to(page, "#q")
    page.keyboard.type("grofvuil")
    expect(page.locator(".found__topic").first).to_be_visible()
    tab_to(page, ".found__topic")
    page.keyboard.press("Enter")
    expect(page.locator("#messages .card")).to_have_count(1)
    # And pass the question on
    tab_to(page, "#tool-case summary")
    page.keyboard.press("Enter")
    tab_to(page, "#question")
    page.keyboard.type("Een zetel op straat")
    tab_to(page, "input[name=agreed]")
    page.keyboard.press("Space")
    tab_to(page, "#case-form button")
    page.keyboard.press("Enter")
    expect(page.locator(".tools__case")).to_be_visible()
    # And read the slip
    tab_to(page, "#slip-newest", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".slip__code")).to_be_visible()
    # Then they go back and wipe
    tab_to(page, ".slip-page__ways a")
    page.keyboard.press("Enter")
    expect(page.locator("#desk[data-taken]")).to_be_visible()
    tab_to(page, "#wipe")
    page.keyboard.press("Enter")
    expect(page.locator(".start__language").first).to_be_visible()
    assert visits(bridge) == []
    done_with(page)


@pytest.mark.parametrize("width", [320, 360, 900, 1280])
def test_every_page_fits_and_can_be_hit_with_a_finger(browser: Browser, address: str, width: int) -> None:
    page = at_the_desk(browser, address, width=width)
    expect_no_sideways_scrolling(page)
    assert page.evaluate(TOO_SMALL) == []
    begins(page, "ar")
    asks(page)
    page.click("#tool-case summary")
    page.click("#tool-lookup summary")
    page.fill("#q", "fluvius")
    expect(page.locator(".found__topic").first).to_be_visible()
    expect_no_sideways_scrolling(page)
    assert [small for small in page.evaluate(TOO_SMALL) if "tick" not in small] == []
    page.click("#slip-newest")
    expect_no_sideways_scrolling(page)
    done_with(page)


def break_line(context: BrowserContext) -> None:
    """No request comes through."""
    context.route("**/*", lambda route: route.abort())


def test_a_short_loss_of_network_loses_nothing_and_doubles_nothing(
    browser: Browser, address: str, bridge: Bridge, rasa: CardRasa
) -> None:
    # Given a visit, and a line that breaks
    page = at_the_desk(browser, address)
    begins(page)
    break_line(page.context)
    # When two things are said meanwhile
    for text in (QUESTION, "En wat kost dat?"):
        page.fill("#helper-text", text)
        page.keyboard.press("Enter")
    # Then both wait, and the page says so
    expect(page.locator("#said .told--waits")).to_have_count(2)
    expect(page.locator("#line")).to_contain_text("Geen internet")
    # When the line is back
    page.context.unroute_all()
    page.evaluate("dispatchEvent(new Event('online'))")
    # Then both are said, once and in order
    expect(page.locator("#messages .card")).to_have_count(2)
    expect(page.locator("#said .told--waits")).to_have_count(0)
    expect(page.locator("#line")).to_be_empty()
    assert [text for text, _ in rasa.asked] == [QUESTION, "En wat kost dat?"]
    done_with(page)


def test_an_answer_that_was_lost_on_the_way_is_not_asked_for_twice(
    browser: Browser, address: str, rasa: CardRasa
) -> None:
    page = at_the_desk(browser, address)
    begins(page)

    def lose_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.context.route("**/desk/say", lose_answer, times=1)
    page.fill("#helper-text", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#messages .card")).to_have_count(1)
    expect(page.locator("#messages [data-from=resident]")).to_have_count(1)
    assert len(rasa.asked) == 1
    done_with(page)


def test_the_answer_of_a_person_comes_by_itself(browser: Browser, address: str, bridge: Bridge) -> None:
    page = at_the_desk(browser, address)
    begins(page)
    asks(page)
    page.click("#tool-case summary")
    page.check("[name=agreed]")
    page.get_by_role("button", name="Geef door").click()
    expect(page.locator(".tools__case")).to_be_visible()
    with bridge.parts.database.transaction() as session:
        code = session.query(Case).one().code
    member = bridge.members["bridge-1"]
    life.claim(bridge.parts, code, member)
    life.reply(bridge.parts, code, member, "Bel ons morgen.")
    bridge.translate_all()
    expect(page.locator("#messages [data-from=person]")).to_contain_text("[tr] Bel ons morgen.")
    expect(page.locator("#said .told--person").last).to_contain_text("Bel ons morgen.")
    done_with(page)


def fill_the_browser(page: Page, address: str) -> None:
    """What other pages of ours, and a careless script, may leave in a browser."""
    page.evaluate(
        """async () => {
          localStorage.setItem("left", "zetel"); sessionStorage.setItem("left", "zetel");
          history.replaceState({ said: "zetel" }, "");
          await (await caches.open("left")).put("/t/library", new Response("zetel"));
          const opening = indexedDB.open("left");
          await new Promise((done) => { opening.onsuccess = () => { opening.result.close(); done(); }; });
          await navigator.serviceWorker.register("/service-worker.js");
        }"""
    )


def test_one_tap_leaves_nothing_on_the_computer(browser: Browser, address: str, bridge: Bridge) -> None:
    # Given a visit, a slip that was looked at, and a browser in which something was kept
    page = at_the_desk(browser, address)
    begins(page)
    asks(page)
    page.click("#slip-newest")
    slip = page.url
    page.click("text=Terug naar het gesprek")
    expect(page.locator("#desk[data-taken]")).to_be_visible()
    fill_the_browser(page, address)
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    (talk,) = visits(bridge)
    # When the helper taps once
    page.click("#wipe")
    # Then the next resident finds the first page
    expect(page.locator(".start__language").first).to_be_visible()
    # And there is nothing in any store of the browser, in its cookie, or in ours
    assert page.evaluate(KEPT) == NOTHING
    assert {cookie["name"] for cookie in page.context.cookies()} <= cookies
    assert visits(bridge) == []
    with bridge.parts.database.transaction() as session:
        assert find_conversation(session, talk.id) is None
    # And the back button shows nothing of it, nor do the addresses in the history
    for _ in range(4):
        page.go_back()
        page.wait_for_load_state()
        assert "zetel" not in page.content()
        assert "grofvuil" not in page.content()
    page.goto(slip)
    expect(page.locator(".start__language").first).to_be_visible()
    page.context.close()


def test_wiping_without_network_empties_the_screen_at_once_and_the_rest_when_it_can(
    browser: Browser, address: str, bridge: Bridge
) -> None:
    page = at_the_desk(browser, address)
    begins(page)
    asks(page)
    fill_the_browser(page, address)
    break_line(page.context)
    page.click("#wipe")
    expect(page.get_by_role("status")).to_contain_text("Het scherm is leeg")
    assert "zetel" not in page.content()
    assert page.evaluate(KEPT) == NOTHING
    page.context.unroute_all()
    expect(page.locator(".start__language").first).to_be_visible()
    assert visits(bridge) == []
    done_with(page)


def test_other_windows_of_the_desk_follow_a_wipe(browser: Browser, address: str) -> None:
    page = at_the_desk(browser, address)
    begins(page)
    asks(page)
    other = page.context.new_page()
    other.goto(f"{address}/desk/slip/newest")
    expect(other.locator(".slip")).to_be_visible()
    page.click("#wipe")
    expect(other.locator(".start__language").first).to_be_visible()
    done_with(page)


def test_a_pdf_on_the_screen_goes_with_the_visit(browser: Browser, address: str) -> None:
    page = at_the_desk(browser, address)
    begins(page)
    asks(page)
    page.click("#slip-newest")
    with page.context.expect_page() as opening:
        page.click("[data-pdf]")
    expect(page.locator(".slip")).to_be_visible()
    with opening.value.expect_event("close"):
        page.click("#wipe")
    expect(page.locator(".start__language").first).to_be_visible()
    done_with(page)


def test_when_nobody_is_there_it_warns_and_then_wipes(browser: Browser, address: str, bridge: Bridge) -> None:
    # Given a visit that nobody touches
    page = at_the_desk(browser, address, clock=True)
    begins(page)
    asks(page)
    page.clock.run_for(4 * 60 * 1000)
    expect(page.locator("#idle")).to_be_hidden()
    # When the time is up
    page.clock.run_for(61 * 1000)
    # Then it warns in both languages
    expect(page.locator("#idle")).to_contain_text("Is er nog iemand?")
    expect(page.locator("#idle")).to_contain_text(bridge.parts.content.phrase("desk_idle", "tr"))
    picture(page, "desk-idle")
    # When someone says so, it goes on
    page.keyboard.press("Enter")
    expect(page.locator("#idle")).to_be_hidden()
    expect(page.locator("#messages .card")).to_be_visible()
    # When nobody does the next time, everything is wiped
    page.clock.run_for(5 * 60 * 1000 + 62 * 1000)
    expect(page.locator(".start__language").first).to_be_visible()
    assert visits(bridge) == []
    done_with(page)


def test_a_computer_that_slept_wipes_when_it_wakes(browser: Browser, address: str, bridge: Bridge) -> None:
    page = at_the_desk(browser, address, clock=True)
    begins(page)
    asks(page)
    page.clock.fast_forward("08:00:00")  # its timers stood still meanwhile
    expect(page.locator(".start__language").first).to_be_visible()
    assert visits(bridge) == []
    done_with(page)


def test_the_essentials_work_without_javascript(browser: Browser, address: str, bridge: Bridge) -> None:
    page = at_the_desk(browser, address, script=False)
    page.check("input[value=genk]")
    page.click("button[value=tr]")
    page.fill("#helper-text", QUESTION)
    page.locator("#helper .say button").click()
    expect(page.locator("#messages .card")).to_be_visible()
    page.fill("#q", "Fluvius")
    page.keyboard.press("Enter")
    page.locator(".found__topic").first.click()
    expect(page.locator("#messages .card")).to_have_count(2)
    page.click("#tool-case summary")
    page.check("[name=agreed]")
    page.get_by_role("button", name="Geef door").click()
    page.click("#slip-newest")
    expect(page.locator(".slip__code")).to_be_visible()
    page.click("#wipe")
    expect(page.locator(".start__language").first).to_be_visible()
    assert visits(bridge) == []
    page.context.close()


def test_a_session_that_ended_meanwhile_leads_to_the_sign_in(browser: Browser, address: str, bridge: Bridge) -> None:
    page = at_the_desk(browser, address)
    begins(page)
    with bridge.parts.database.transaction() as session:
        set_password(session, session.merge(bridge.members["desk-1"]), PASSWORD)
    expect(page.locator("#login")).to_be_visible()
    page.context.close()
