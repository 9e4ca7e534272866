"""The desk in a real browser when the line breaks, when a person answers, when the session ends."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route, expect

from gateway.bridge import life
from gateway.store.schema import Case
from gateway.store.staff import end_sessions
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.desk.browsing import QUESTION, asks, at_the_desk, begins, break_line, done_with
from tests.gateway.desk.working import CardRasa

pytestmark = pytest.mark.journey


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


def test_a_session_that_ended_meanwhile_leads_to_the_sign_in(browser: Browser, address: str, bridge: Bridge) -> None:
    page = at_the_desk(browser, address)
    begins(page)
    with bridge.parts.database.transaction() as session:
        end_sessions(session, session.merge(bridge.members["desk-1"]))
    expect(page.locator("#login")).to_be_visible()
    page.context.close()
