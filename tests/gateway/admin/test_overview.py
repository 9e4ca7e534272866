"""The first page for an admin: what would reach nobody; and what every page must have."""

from __future__ import annotations

import re

import pytest

from gateway.admin.day_hours import NotHours, read_day, show_day, week_in_words
from gateway.store.cases import NewCase, open_case
from gateway.store.schema import RoutingRule, StaffMember, Team
from tests.gateway.admin.conftest import Admin


def in_order(admin: Admin) -> None:
    """Teams, people and a rule as they should be."""
    admin.has(
        Team(id="north", name="Team Noord", is_default_for=["genk", "beringen"]),
        StaffMember(login="bridge-1", name="Medewerker", password_hash="x", role="bridge", team_id="north"),
        RoutingRule(position=0, language="tr", team_id="north"),
    )


def test_an_empty_system_says_what_to_do(admin: Admin) -> None:
    page = admin.reads("/admin")
    assert "Genk heeft geen standaardteam" in page
    assert "Beringen heeft geen standaardteam" in page


def test_when_all_is_well_it_says_so(admin: Admin) -> None:
    in_order(admin)
    page = admin.reads("/admin")
    assert "Alles staat goed" in page
    assert "Kijk dit na" not in page


def test_what_would_reach_nobody_is_listed(admin: Admin) -> None:
    in_order(admin)
    admin.has(
        Team(id="empty", name="Team Leeg"),
        Team(id="off", name="Team Uit", active=False),
        RoutingRule(position=1, language="ar", team_id="off"),
    )
    case, _ = open_case(admin.parts.database, NewCase(channel="web", language="nl"), key="k", by="t")
    with admin.parts.database.transaction() as session:
        session.merge(case).team_id = None
    stuck, _ = open_case(admin.parts.database, NewCase(channel="web", language="nl"), key="l", by="t")
    with admin.parts.database.transaction() as session:
        session.merge(stuck).team_id = "off"
    page = admin.reads("/admin")
    for sentence in (
        "Team Leeg heeft niemand die vragen kan opnemen.",
        "1 regel wijst naar een team dat uit staat.",
        "1 open vraag heeft geen team.",
        "1 open vraag ligt bij een team dat uit staat.",
    ):
        assert sentence in page


@pytest.mark.parametrize(
    "path",
    [
        *("/admin", "/admin/teams", "/admin/teams/new", "/admin/teams/north", "/admin/people", "/admin/people/new"),
        *("/admin/people/2", "/admin/rules", "/admin/rules?language=tr", "/admin/rules/new", "/admin/rules/1"),
    ],
)
def test_every_page_is_whole(admin: Admin, path: str) -> None:
    in_order(admin)
    page = admin.reads(path)
    assert re.search(r'<html lang="nl" dir="ltr"', page)
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>[^<]{5,} – WieDoetWat</title>", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'(?:aria-describedby|aria-labelledby|\sfor|list)="([^"]+)"', page):
        assert set(target.split()) <= set(ids), target
    assert " style=" not in page
    assert "<script" not in page
    for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL):
        assert 'name="csrf_token"' in form


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", []),
        ("9-12", [["09:00", "12:00"]]),
        ("13u - 17u30 ; 9.00–12.00", [["09:00", "12:00"], ["13:00", "17:30"]]),
        ("09:00 tot 12:00 en 13h00-24:00", [["09:00", "12:00"], ["13:00", "24:00"]]),
        ("8-12,12-16", [["08:00", "12:00"], ["12:00", "16:00"]]),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, kept: list[list[str]]) -> None:
    assert read_day(typed) == kept
    assert read_day(show_day(kept)) == kept


@pytest.mark.parametrize("typed", ["9", "9-9", "25-26", "9-12-13", "ochtend", "9:75-12", "24-24", "9-12 13-17"])
def test_what_is_no_hours_is_refused(typed: str) -> None:
    with pytest.raises(NotHours):
        read_day(typed)


def test_a_week_is_told_in_one_line() -> None:
    day, short = [["09:00", "12:00"], ["13:00", "17:00"]], [["10:00", "12:00"]]
    week = {"mon": day, "tue": day, "wed": day, "thu": short, "fri": short, "sat": [], "sun": short}
    told = "ma–wo 09:00–12:00 en 13:00–17:00; do en vr 10:00–12:00; zo 10:00–12:00"
    assert week_in_words(week) == told
    assert week_in_words({}) == ""
