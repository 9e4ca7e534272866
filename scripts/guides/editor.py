"""The editor: read a proposal of a bridge figure, decide on it."""

from __future__ import annotations

from playwright.sync_api import expect

from scripts.guides.telling import Guide, Teller


def steps(teller: Teller) -> None:
    """From the list to the next training; the proposal is made by a bridge figure first."""
    page = teller.page
    _propose(teller)
    teller.signs_in("editor")
    page.goto(f"{teller.url}/inbox/proposals")
    teller.step("list", page.locator(".proposal"))
    page.locator(".proposal h2 a").first.click()
    teller.step("read", page.locator(".proposal"))
    page.locator("#topic").select_option("bulky-waste")
    teller.step("accept", page.locator(".decision__form").first)
    teller.step("reject", page.locator(".decision__form").last)
    page.locator("#example").fill("wie komt onze kapotte zetel en de oude matras ophalen")
    page.locator("#change").fill("Zeg er ook bij hoeveel stuks je mag meegeven.")
    page.get_by_role("button", name="Aanvaarden").click()
    expect(page.locator(".done")).to_be_visible()
    teller.step("done", page.locator(".states"))


def _propose(teller: Teller) -> None:
    teller.signs_in("bridge")
    teller.page.goto(f"{teller.url}/inbox/{teller.code}")
    teller.page.locator(".wrong button").last.click()
    teller.page.wait_for_load_state()
    teller.page.get_by_role("button", name="Afmelden").click()


GUIDES = (Guide("editor", "nl", (1000, 800), steps),)
