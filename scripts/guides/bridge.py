"""The bridge figure: find a question, take it, answer, send a card, pass on, close."""

from __future__ import annotations

from playwright.sync_api import expect

from scripts.guides.telling import Guide, Teller


def steps(teller: Teller) -> None:
    """From signing in to a closed question."""
    page = teller.page
    page.goto(f"{teller.url}/staff/sign-in")
    teller.step("sign_in", page.locator(".sign-in"))
    teller.signs_in("bridge")
    row = page.locator(f".row:has(#case-{teller.code})")
    teller.step("list", row)
    page.goto(f"{teller.url}/inbox/{teller.code}")
    teller.step("read", page.locator(".summary"))
    teller.step("claim", page.locator("#claim"))
    page.locator("#claim").click()
    page.locator("#text").fill("Dag! Ik kijk het na en laat je hier weten wat er kan.")
    teller.step("answer", page.locator("#answer form.tool"))
    page.get_by_role("button", name="Verstuur", exact=True).click()
    expect(page.locator(".done")).to_be_visible()
    _help(teller)
    teller.step("wrong", page.locator(".wrong"))
    page.locator(".wrong button").first.click()
    page.wait_for_load_state()
    page.goto(f"{teller.url}/inbox/{teller.code}")
    page.locator("#tool-close summary").click()
    page.locator("#outcome").fill("De afspraak voor het grofvuil is gemaakt.")
    teller.step("close", page.locator("#tool-close"))
    page.get_by_role("button", name="Sluit af").click()
    expect(page.locator(".done")).to_be_visible()


def _help(teller: Teller) -> None:
    page = teller.page
    page.locator("#tool-phrase summary").click()
    teller.step("phrase", page.locator("#tool-phrase"))
    page.locator("#tool-card summary").click()
    page.locator("#q").fill("recyclagepark")
    page.locator("#q").press("Enter")
    expect(page.locator("#found")).to_contain_text("Recyclagepark")
    teller.step("card", page.locator("#tool-card"))
    teller.step("pass_on", page.locator("#doing"))


GUIDES = (Guide("bridge", "nl", (1000, 800), steps),)
