"""The resident: ask, see and hear who does it, ask a person, wipe."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from civic.consent import AGREE
from scripts.guides.cast import FIRST_NAME
from scripts.guides.telling import Guide, Teller

PHONE = (390, 780)
A_CODE = re.compile(r"\b[A-Z0-9]{6}\b")
QUESTIONS = {
    "nl": "Wie haalt mijn grofvuil op?",
    "tr": "İri eşyayı evden aldırmak için nereye başvuruyoruz?",
    "ar": "من يأخذ الأثاث القديم من البيت؟",
}


def steps(teller: Teller) -> None:
    """On a phone, from the first look to an empty screen."""
    page, language = teller.page, teller.guide.language
    page.goto(f"{teller.url}/?language={language}")
    teller.step("language", page.locator("[data-settings]:has([name=language])"))
    teller.step("city", page.locator(".welcome__city"))
    page.locator(".welcome__city [value=genk]").click()
    page.wait_for_load_state()
    page.locator("#text").fill(QUESTIONS[language])
    teller.step("ask", page.locator("#box"))
    page.locator("#send").click()
    card = page.locator("[data-kind=answer] .card").last
    expect(card).to_be_visible()
    teller.step("card", card.locator(".ladder"))
    teller.step("listen", card.locator(".listen"))
    teller.step("contact", card.locator(".contacts"))
    _ask_person(teller)
    page.locator("#wipe summary").click()
    teller.step("wipe", page.locator("#wipe"))
    page.locator("#wipe .button--alert").click()
    expect(page.locator("#welcome")).to_be_visible()


def _ask_person(teller: Teller) -> None:
    page = teller.page
    teller.step("person", page.locator("#ask-person"))
    page.locator("#ask-person").click()
    offers = page.locator(".offers").last
    agree = page.locator(f"form:has([name=payload][value='{AGREE}']) button").last
    expect(agree).to_be_visible()
    teller.step("agree", offers)
    agree.click()
    in_chat = page.locator("form:has([name=payload][value='/reach_chat']) button").last
    in_chat.click()
    expect(page.locator("#thinking")).to_be_empty()
    page.locator("#text").fill(FIRST_NAME)
    page.locator("#send").click()
    expect(page.locator("#owner")).to_be_visible()
    teller.step("code", page.locator("[data-kind=handover]", has_text=A_CODE))


GUIDES = tuple(Guide("resident", language, PHONE, steps) for language in ("nl", "tr", "ar"))
