"""The desk in a real browser: signing in, beginning a visit, asking; and a line that breaks."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from gateway.store.schema import Conversation
from tests.gateway.bridge.conftest import Bridge

PASSWORD = "vier-gewone-woorden-samen"
QUESTION = "Wie haalt mijn oude zetel op?"
PATIENCE_MS = 30_000


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
    assert not page.complaints, page.complaints  # type: ignore[attr-defined]
    page.context.close()


def visits(bridge: Bridge) -> list[Conversation]:
    """The conversations of the desk that are kept."""
    with bridge.parts.database.transaction() as session:
        return session.query(Conversation).filter_by(channel="desk").all()


def break_line(context: BrowserContext) -> None:
    """No request comes through."""
    context.route("**/*", lambda route: route.abort())
