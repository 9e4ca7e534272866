"""After the wipe nothing is left in the browser; and it wipes by itself when nobody is there."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from gateway.store.conversations import find_conversation
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.desk.browsing import QUESTION, asks, at_the_desk, begins, break_line, done_with, visits
from tests.gateway.desk.working import CardRasa
from tests.journeys.browsing import picture

pytestmark = pytest.mark.journey
# Everything that a browser may keep of a site besides cookies.
KEPT = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), state: history.state,
  caches: await caches.keys(), workers: (await navigator.serviceWorker.getRegistrations()).length,
  databases: (await indexedDB.databases()).map(({ name }) => name),
})"""
NOTHING = {"local": [], "session": [], "state": None, "caches": [], "workers": 0, "databases": []}


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


def test_what_still_waits_to_be_sent_goes_with_the_wipe(
    browser: Browser, address: str, bridge: Bridge, rasa: CardRasa
) -> None:
    page = at_the_desk(browser, address)
    begins(page)
    break_line(page.context)
    page.fill("#helper-text", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#said .told--waits")).to_have_count(1)
    page.click("#wipe")
    expect(page.get_by_role("status")).to_contain_text("Het scherm is leeg")
    page.context.unroute_all()
    expect(page.locator(".start__language").first).to_be_visible()
    assert rasa.asked == []
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
    page.locator("[data-pdf]").wait_for()
    page.wait_for_load_state("load")  # its script opens the file beside the slip, so that it can close it
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
