"""The way on to WhatsApp on the page: there while a person is awaited, gone with everything else when it is wiped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gateway.services import Services
from gateway.store.schema import Case, Conversation, Owner
from gateway.widget import api
from tests.journeys import browsing
from tests.journeys.restarting import Gateway, opened, running_gateway, say, visitor

pytestmark = pytest.mark.journey

CODE = "K7M3QF"


@pytest.fixture
def gateway(tmp_path_factory: pytest.TempPathFactory, unchanging: Services) -> Iterator[Gateway]:
    """A gateway that has a number on WhatsApp."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "STREAM_SECONDS", 3)  # so that it can stop
        folder = tmp_path_factory.mktemp("along")
        with running_gateway(folder, unchanging, whatsapp_number="32470000001") as running:
            yield running


def open_case(gateway: Gateway, language: str) -> None:
    """Let the only talk wait for a person."""
    with gateway.parts.database.transaction() as session:
        (talk,) = session.query(Conversation)
        talk.owner = Owner.WAITING.value
        case = {"code": CODE, "idempotency_key": CODE, "channel": "web", "language": language}
        session.add(Case(conversation_id=talk.id, **case))


def expect_empty(box: Locator) -> None:
    """Nothing of the case stands in it, shown or not."""
    expect(box).to_be_hidden()
    expect(box.locator(".casecode")).to_have_text("")
    assert box.locator("img").get_attribute("src") is None
    assert box.locator("a").get_attribute("href") is None


def wipe(page: Page) -> None:
    """Tap "wipe" and "yes", without network: only the page itself can empty it then."""
    page.context.set_offline(True)
    page.locator("#wipe summary").click()
    page.locator("#wipe button").click()


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_it_comes_with_the_case_and_goes_with_the_wipe(browser: Browser, gateway: Gateway, language: str) -> None:
    with visitor(browser) as context:
        # Given a talk without a case
        page = opened(context, gateway, language=language)
        box = page.locator("#along")
        expect_empty(box)
        say(page, "een")
        browsing.newest_card(page)
        # When a person is awaited
        open_case(gateway, language)
        say(page, "twee")
        # Then the code can be scanned or tapped
        expect(box).to_be_visible()
        box.locator("summary").click()
        expect(box.locator(".casecode")).to_have_text(CODE)
        expect(box.locator("a")).to_have_attribute("href", f"https://wa.me/32470000001?text={CODE}")
        expect(box.locator("img")).to_be_visible()
        browsing.expect_no_sideways_scrolling(page)
        browsing.picture(page, f"along-{language}-phone")
        # And a reload keeps it, a wipe leaves nothing of it
        page.reload()
        expect(box).to_be_visible()
        page.wait_for_load_state("networkidle")
        wipe(page)
        expect_empty(box)
