"""A resident and a helper at the desk, on the whole running system: ask, take it home, pass on, come back, wipe."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from civic.case_codes import find_code
from civic.content.load import Content
from gateway.store.database import Database
from gateway.store.staff import add_staff
from scripts.stack import Stack
from tests.journeys.browsing import DESK, PATIENCE_MS, picture, visit
from tests.journeys.staff import Staff

pytestmark = pytest.mark.journey
LOGIN, PASSWORD = "helper-of-the-journeys", "vier-gewone-woorden-samen"
REPLY = "Kom morgen langs aan het loket."


@pytest.fixture(scope="module")
def helper(stack: Stack) -> tuple[str, str]:
    """The login of someone with the role desk."""
    with Database(stack.settings.database_url).transaction() as session:
        add_staff(session, login=LOGIN, password=PASSWORD, role="desk")
    return LOGIN, PASSWORD


@pytest.fixture
def page(browser: Browser, url: str, helper: tuple[str, str]) -> Iterator[Page]:
    """The desk before a visit."""
    expect.set_options(timeout=PATIENCE_MS)
    with visit(browser, f"{url}/staff/sign-in", size=DESK) as opened:
        opened.fill("#login", helper[0])
        opened.fill("#password", helper[1])
        opened.click("button.button--main")
        yield opened


def begin(page: Page, language: str) -> None:
    """Start with a resident from Genk."""
    page.check("input[value=genk]")
    page.click(f"button[value={language}]")
    expect(page.locator("#desk[data-taken]")).to_be_visible()


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_desk_with_slip_a_person_and_wipe(page: Page, staff: Staff, content: Content, url: str, language: str) -> None:
    said = content.said
    # Given a resident who reads `language`, and a helper who asks for them in Dutch
    begin(page, language)
    page.fill("#helper-text", "Wie komt mijn grofvuil ophalen?")
    page.keyboard.press("Enter")
    # Then the resident reads the card in their language, and the helper in Dutch
    expect(page.locator("#messages .card__title")).to_have_text(said("bulky-waste", language, "genk").wording.title)
    expect(page.locator("#said .told__title")).to_have_text(said("bulky-waste", "nl", "genk").wording.title)

    # When the question is passed on to a person
    page.click("#tool-case summary")
    page.fill("#first-name", "Deniz")
    page.check("[name=agreed]")
    page.get_by_role("button", name="Geef door").click()
    expect(page.locator(".tools__case")).to_be_visible()
    code = find_code(page.locator(".tools__case").inner_text()) or ""
    # Then the slip carries the code
    page.click("#slip-newest")
    expect(page.locator(".slip__code")).to_contain_text(code)
    picture(page, f"journey-slip-{language}", whole=True)

    # When the helper wipes, and a person answers meanwhile
    page.click("#wipe")
    expect(page.locator(".start__language").first).to_be_visible()
    staff.takes(code)
    staff.does(code, "reply", text=REPLY, language="nl")
    # Then who comes back with code and name reads the answer at the desk
    begin(page, language)
    expect(page.locator("#messages")).to_be_empty()
    page.click("#tool-lookup summary")
    page.fill("#code", code)
    page.locator("#lookup-form button").click()
    page.fill("#case-name", "Deniz")
    page.locator("#lookup-form button").first.click()
    expect(page.locator(".case__answers")).to_contain_text(REPLY)
    page.locator(".case button").click()
    expect(page.locator("#messages [data-from=person]")).to_contain_text(REPLY)
    expect(page.locator("#said .told--person")).to_contain_text(REPLY)
    page.click("#wipe")
    expect(page.locator(".start__language").first).to_be_visible()
