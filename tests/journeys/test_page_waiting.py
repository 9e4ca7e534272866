"""While an answer is on its way: one can type on, a long wait is said, each answer stands under its question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from civic.content.load import Content
from gateway.services import Services
from gateway.widget import api
from tests.journeys import browsing
from tests.journeys.restarting import Gateway, opened, running_gateway, say

pytestmark = pytest.mark.journey


@pytest.fixture
def gateway(tmp_path_factory: pytest.TempPathFactory, unchanging: Services) -> Iterator[Gateway]:
    """A gateway for one test, which answers as slowly as the test says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api, "STREAM_SECONDS", 3)  # so that it can stop
        with running_gateway(tmp_path_factory.mktemp("waiting"), unchanging) as running:
            yield running


def test_a_person_can_go_on_typing_while_an_answer_is_looked_up(
    context: BrowserContext, gateway: Gateway, content: Content
) -> None:
    # Given a slow answer
    page = opened(context, gateway)
    gateway.rasa.seconds = 2.0
    # When one asks and goes on at once
    say(page, "een")
    expect(page.locator("#thinking")).to_have_text(content.phrase("ui_thinking", "nl"))
    say(page, "twee")
    # Then both are answered, each in its place
    expect(page.locator("[data-kind=answer]")).to_have_count(2, timeout=browsing.PATIENCE_MS)
    shown = browsing.texts(page)
    assert [shown[0], shown[2]] == ["een", "twee"]
    assert gateway.said() == ["een", "twee"]


def test_an_answer_that_comes_another_way_first_stands_under_its_question(
    context: BrowserContext, gateway: Gateway
) -> None:
    # Given a talk that listens, and a second question whose answer is long on its way back
    page = opened(context, gateway)
    say(page, "een")
    browsing.newest_card(page)

    def dawdle(route: Route) -> None:
        response = route.fetch()
        page.wait_for_timeout(3 * api.POLL_SECONDS * 1000)  # the stream has told of it by then
        route.fulfill(response=response)

    page.route("**/api/chat", dawdle, times=1)
    # When one asks
    say(page, "twee")
    # Then it stands under the question, once
    browsing.expect_states(page, "sent", "sent")
    shown = browsing.texts(page)
    assert [shown[0], shown[2]] == ["een", "twee"]
    assert len(shown) == 4


def test_a_long_wait_is_said(context: BrowserContext, gateway: Gateway, content: Content) -> None:
    page = opened(context, gateway)
    gateway.rasa.seconds = 8.5
    say(page, "een")
    expect(page.locator("#thinking")).to_have_text(content.phrase("ui_slow", "nl"), timeout=browsing.PATIENCE_MS)
    browsing.newest_card(page)
    expect(page.locator("#thinking")).to_have_text("")
