"""A real browser plays what a resident said, on a narrow screen as well."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from gateway.store.schema import Case
from tests.gateway.inbox.test_in_a_browser import address, signed_in
from tests.gateway.inbox.test_voice_notes import note
from tests.journeys.browsing import expect_no_sideways_scrolling

__all__ = ["address", "note"]  # fixtures
pytestmark = pytest.mark.journey
PLAYED = """player => new Promise((done) => {
  player.addEventListener("timeupdate", () => done(player.duration));
  player.muted = true;
  player.play();
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_a_voice_note_plays(
    browser: Browser,
    address: str,
    case: Case,
    note: str,
    width: int,
) -> None:
    page = signed_in(browser, address, width=width)
    page.goto(f"{address}/inbox/{case.code}")
    player = page.locator("audio")
    expect(player).to_be_visible()
    assert player.bounding_box()["height"] >= 44
    expect_no_sideways_scrolling(page)
    assert player.evaluate(PLAYED) > 0.5
    assert page.complaints == []  # type: ignore[attr-defined]
