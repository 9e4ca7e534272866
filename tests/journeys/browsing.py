"""Visits in a real browser: opened at a size and in a language, watched for errors, photographed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Frame, Locator, Page, expect

from scripts.stack import ROOT

PICTURES = ROOT / "test-artefacts"
PHONE = (360, 740)
DESK = (1280, 900)
SIZES = {"phone": PHONE, "desk": DESK}
DIRECTIONS = {"nl": "ltr", "tr": "ltr", "ar": "rtl"}
PATIENCE_MS = 15_000
MANY_TABS = 60


@contextmanager
def visit(browser: Browser, address: str, *, size: tuple[int, int] = PHONE, script: bool = True) -> Iterator[Page]:
    """A fresh visitor who opens `address`; at the end the browser may have nothing to complain about."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(address)
        yield page
        assert complaints == []
    finally:
        context.close()


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep a picture in test-artefacts/, to look at."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


def ask(place: Page | Frame, question: str) -> Locator:
    """Type and send; the newest card, once it is there."""
    place.locator("#text").fill(question)
    place.locator("#send").click()
    return newest_card(place)


def newest_card(place: Page | Frame) -> Locator:
    """The card of the last answer, visible."""
    card = place.locator("[data-kind=answer] .card").last
    expect(card).to_be_visible(timeout=PATIENCE_MS)
    return card


def expect_written_in(page: Page, language: str) -> None:
    """The page says which language it is in and which way that runs."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("html")).to_have_attribute("dir", DIRECTIONS[language])


def expect_no_sideways_scrolling(page: Page) -> None:
    """Nothing sticks out of the window."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} pixels stick out"


def tab_to(page: Page, wanted: str, *, key: str = "Tab") -> None:
    """Press Tab (or `key`) until the focus, in whatever frame it is, is on something matching `wanted`."""
    for _ in range(MANY_TABS):
        page.keyboard.press(key)
        if any(frame.locator(f":is({wanted}):focus").count() for frame in page.frames):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def expect_states(page: Page, *states: str) -> None:
    """The resident's messages, oldest first, are in these states."""
    own = page.locator("[data-from=resident]")
    expect(own).to_have_count(len(states))
    for number, state in enumerate(states):
        expect(own.nth(number)).to_have_attribute("data-state", state)


def texts(page: Page) -> list[str]:
    """Who said what, as it stands on the page; a card by its title."""
    each = "(all) => all.map((one) => (one.querySelector('.card__title') ?? one.querySelector('.prose')).textContent)"
    return list(page.locator("#messages article").evaluate_all(each))
