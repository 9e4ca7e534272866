"""A visit in a real browser: with a slip, by keyboard, at every width, without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.gateway.bridge.conftest import Bridge
from tests.gateway.desk.browsing import QUESTION, asks, at_the_desk, begins, done_with, visits
from tests.gateway.inbox.test_in_a_browser import TOO_SMALL
from tests.journeys.browsing import expect_no_sideways_scrolling, picture, tab_to

pytestmark = pytest.mark.journey


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
    expect(page.locator(".slip-page__ways")).to_be_visible()
    expect_no_sideways_scrolling(page)
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
