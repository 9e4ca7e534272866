"""The admin: teams and their hours, people, rules, and the log."""

from __future__ import annotations

import secrets

from playwright.sync_api import expect

from scripts.guides.telling import Guide, Teller
from scripts.run import DEMO_TEAM


def steps(teller: Teller) -> None:
    """From the overview to who did what."""
    page = teller.page
    teller.signs_in("admin")
    page.goto(f"{teller.url}/admin")
    teller.step("overview", page.locator(".tiles"))
    page.goto(f"{teller.url}/admin/teams/new")
    page.locator("[name=name]").fill("Voorbeeldteam")
    teller.step("team", page.locator("[name=name]"))
    teller.step("hours", page.locator(".week"))
    page.goto(f"{teller.url}/admin/people/new")
    page.locator("[name=login]").fill(f"voorbeeld-{secrets.token_hex(2)}")
    page.locator("[name=name]").fill("Voorbeeld")
    page.locator("[name=team_id]").select_option(DEMO_TEAM)
    teller.step("person", page.locator("[name=role]"), page.locator("[name=team_id]"))
    page.locator("main .button--main").click()
    page.wait_for_load_state()
    teller.step("password", page.locator("main code").last)
    _rules(teller)
    page.goto(f"{teller.url}/admin/audit")
    teller.step("log", page.locator(".log"))


def _rules(teller: Teller) -> None:
    page = teller.page
    page.goto(f"{teller.url}/admin/rules/new")
    page.locator("[name=language]").select_option("ar")
    teller.step("rule", page.locator("form.form"))
    page.goto(f"{teller.url}/admin/rules")
    page.locator(".try [name=city]").select_option("genk")
    page.get_by_role("button", name="Proberen").click()
    expect(page.locator(".try__answer")).to_be_visible()
    teller.step("try", page.locator(".try"))


GUIDES = (Guide("admin", "nl", (1000, 800), steps),)
