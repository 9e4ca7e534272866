"""The states of the desk: a visit begun, a topic found and picked, the forms open, a slip made."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.access.town import Town


def begin(page: Page, town: Town, language: str) -> None:
    """A visit in the resident's language, in Genk."""
    page.locator("[name=city][value=genk]").check()
    page.locator(f".start__languages [value={language}]").click()
    expect(page.locator("#desk[data-taken]")).to_be_visible()


def find(page: Page, town: Town, language: str) -> None:
    """Topics for a word of a letter."""
    begin(page, town, language)
    page.locator("#q").fill("grofvuil")
    expect(page.locator(".found__topic").first).to_be_visible()


def pick(page: Page, town: Town, language: str) -> None:
    """A card on both sides."""
    find(page, town, language)
    page.locator("#topic-bulky-waste").click()
    expect(page.locator("#messages .card")).to_be_visible()
    expect(page.locator(".told__title")).to_be_visible()


def open_tools(page: Page, town: Town, language: str) -> None:
    """The forms for passing on and for looking up."""
    pick(page, town, language)
    for form in ("#tool-case", "#tool-lookup"):
        page.locator(f"{form} > summary").click()


def make_slip(page: Page, town: Town, language: str) -> None:
    """The slip of the card."""
    pick(page, town, language)
    page.locator("#slip-newest").click()
    expect(page.locator(".slip")).to_be_visible()
