"""The helper at the digipunt: two panes, a card from a word of a letter, a slip, passing on, wiping."""

from __future__ import annotations

from playwright.sync_api import expect

from scripts.guides.telling import Guide, Teller


def steps(teller: Teller) -> None:
    """From an empty screen to an empty screen, beside someone who reads Turkish."""
    page = teller.page
    teller.signs_in("desk")
    page.goto(f"{teller.url}/desk")
    teller.step("begin", page.locator(".start__form"))
    page.locator("[name=city][value=genk]").check()
    page.locator(".start__languages [value=tr]").click()
    expect(page.locator("#helper")).to_be_visible()
    teller.step("panes", page.locator("#helper"), page.locator("#resident"))
    page.locator("#q").fill("grofvuil")
    topic = page.locator("#topic-bulky-waste")
    expect(topic).to_be_visible()
    teller.step("find", page.locator("#find"), page.locator("#found"))
    topic.click()
    expect(page.locator("#messages .card")).to_be_visible()
    teller.step("card", page.locator("#messages .card"))
    page.locator("#slip-newest").click()
    expect(page.locator(".slip")).to_be_visible()
    teller.step("slip", page.locator(".slip-page__ways"))
    page.goto(f"{teller.url}/desk")
    page.locator("#tool-case > summary").click()
    teller.step("pass_on", page.locator("#tool-case"))
    page.locator("#tool-lookup > summary").click()
    teller.step("look_up", page.locator("#tool-lookup"))
    teller.step("wipe", page.locator("#wipe"))
    page.locator("#wipe").click()
    expect(page.locator("#desk-start")).to_be_visible()


GUIDES = (Guide("desk", "nl", (1200, 820), steps),)
