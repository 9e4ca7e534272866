"""Routing rules: added, ordered, changed, removed, and tried before a resident meets them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from gateway.admin.rule_order import move
from gateway.bridge.routing import Asked, choose_team
from gateway.store.database import Database
from gateway.store.schema import RoutingRule, Team
from tests.gateway.admin.conftest import Admin, filled_in


@pytest.fixture(autouse=True)
def _teams(admin: Admin) -> None:
    admin.has(
        Team(id="north", name="Team Noord", is_default_for=["genk"]),
        Team(id="south", name="Team Zuid"),
        Team(id="away", name="Team Weg", active=False),
    )


def has_rules(admin: Admin, *rules: dict[str, str]) -> list[int]:
    """Rules in this order; gives their ids."""
    admin.has(*(RoutingRule(position=place, **{"team_id": "south", **rule}) for place, rule in enumerate(rules)))
    return [rule.id for rule in admin.rules()]


def test_a_rule_is_added_at_the_end_and_decides(admin: Admin) -> None:
    has_rules(admin, {"language": "ar"})
    answer = admin.sends(
        "/admin/rules/new",
        language="tr",
        city="genk",
        neighbourhood=" Kolderbos ",
        topic="bulky-waste",
        team_id="south",
    )
    assert answer.status_code == 303
    added = admin.rules()[-1]
    assert (added.language, added.city, added.neighbourhood, added.topic, added.team_id) == (
        *("tr", "genk", "Kolderbos", "bulky-waste"),
        "south",
    )
    assert admin.did() == [("rule_added", "tr + genk + Kolderbos + bulky-waste → south")]
    page = admin.reads("/admin/rules")
    assert page.index("Arabisch") < page.index("Turks") < page.index("Kolderbos")
    with admin.parts.database.transaction() as session:
        asked = Asked(language="tr", city="genk", neighbourhood="kolderbos", topic="bulky-waste")
        choice = choose_team(session, admin.parts.content, asked)
    assert choice.team is not None
    assert choice.team.id == "south"


def test_a_rule_for_a_whole_area_names_it_in_dutch(admin: Admin) -> None:
    area = admin.parts.content.topics["bulky-waste"].area
    admin.sends("/admin/rules/new", topic=area, team_id="south")
    assert admin.rules()[0].topic == area
    name = admin.parts.content.phrase(f"area_{area}", "nl")
    assert f"alles over {name}" in admin.reads("/admin/rules")


def test_a_rule_without_conditions_is_for_everything(admin: Admin) -> None:
    admin.sends("/admin/rules/new", team_id="south")
    assert "alle vragen" in admin.reads("/admin/rules")
    assert admin.did() == [("rule_added", "* → south")]


def test_a_change_keeps_the_place(admin: Admin) -> None:
    first, second = has_rules(admin, {"language": "tr"}, {"language": "ar"})
    assert admin.sends(f"/admin/rules/{first}", language="", city="beringen").status_code == 303
    assert [(rule.id, rule.language, rule.city) for rule in admin.rules()] == [
        (first, None, "beringen"),
        (second, "ar", None),
    ]
    assert admin.did() == [("rule_changed", "beringen → south")]
    admin.sends(f"/admin/rules/{first}")
    assert len(admin.did()) == 1


@pytest.mark.parametrize(
    "wrong", [{"language": "fr"}, {"city": "hasselt"}, {"topic": "nothing"}, {"team_id": "away"}, {"team_id": ""}]
)
def test_what_does_not_exist_is_refused(admin: Admin, wrong: dict[str, str]) -> None:
    answer = admin.sends("/admin/rules/new", **{"team_id": "south", **wrong})
    assert answer.status_code == 422
    assert "field__error" in answer.get_data(as_text=True)
    assert admin.rules() == []


def test_the_order_is_changed_one_step_at_a_time(admin: Admin) -> None:
    one, two, three = has_rules(admin, {"language": "tr"}, {"language": "ar"}, {"language": "nl"})
    admin.posts(f"/admin/rules/{three}/move", to="up")
    assert [rule.id for rule in admin.rules()] == [one, three, two]
    admin.posts(f"/admin/rules/{one}/move", to="down")
    assert [rule.id for rule in admin.rules()] == [three, one, two]
    assert admin.did() == [("rule_moved", "nl → south"), ("rule_moved", "tr → south")]
    admin.posts(f"/admin/rules/{three}/move", to="up")  # it is the first already
    admin.posts("/admin/rules/999/move", to="up")
    assert len(admin.did()) == 2


def test_rules_that_share_a_place_can_be_moved_too(admin: Admin) -> None:
    admin.has(*(RoutingRule(position=0, language=language, team_id="south") for language in ("tr", "ar")))
    one, two = (rule.id for rule in admin.rules())
    admin.posts(f"/admin/rules/{two}/move", to="up")
    assert [(rule.id, rule.position) for rule in admin.rules()] == [(two, 0), (one, 1)]


def test_many_moves_at_once_leave_a_whole_order(postgres: Database) -> None:
    with postgres.transaction() as session:
        session.add(Team(id="south", name="Team Zuid"))
        session.flush()
        session.add_all(RoutingRule(position=place, team_id="south") for place in range(6))
    with postgres.transaction() as session:
        numbers = [rule.id for rule in session.query(RoutingRule).order_by(RoutingRule.position)]

    def shift(step: int) -> None:
        with postgres.transaction() as session:
            move(session, numbers[step % 6], up=step % 2 == 0)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(shift, range(48)))
    with postgres.transaction() as session:
        assert sorted(rule.position for rule in session.query(RoutingRule)) == list(range(6))


def test_a_rule_is_removed_once(admin: Admin) -> None:
    one, two = has_rules(admin, {"language": "tr"}, {"language": "ar"})
    admin.posts(f"/admin/rules/{one}/remove")
    assert [(rule.id, rule.position) for rule in admin.rules()] == [(two, 0)]
    assert admin.did() == [("rule_removed", "tr → south")]
    admin.reads("/admin/rules")
    admin.posts(f"/admin/rules/{one}/remove")
    assert "iemand anders nam hem weg" in admin.reads("/admin/rules")
    assert len(admin.did()) == 1


def test_a_rule_that_someone_removed_meanwhile_cannot_be_saved(admin: Admin) -> None:
    (one,) = has_rules(admin, {"language": "tr"})
    mine = filled_in(admin.reads(f"/admin/rules/{one}"))
    admin.posts(f"/admin/rules/{one}/remove")
    assert admin.posts(f"/admin/rules/{one}", **mine).status_code == 404


def test_of_two_who_change_a_rule_at_once_the_second_looks_again(admin: Admin) -> None:
    (one,) = has_rules(admin, {"language": "tr"})
    mine = {**filled_in(admin.reads(f"/admin/rules/{one}")), "city": "genk"}
    admin.sends(f"/admin/rules/{one}", language="ar")
    answer = admin.posts(f"/admin/rules/{one}", **mine)
    assert answer.status_code == 409
    assert admin.posts(f"/admin/rules/{one}", **filled_in(answer.get_data(as_text=True))).status_code == 303
    assert (admin.rules()[0].language, admin.rules()[0].city) == ("tr", "genk")


@pytest.mark.parametrize(
    ("wide", "narrow", "never"),
    [
        ({}, {"language": "tr"}, True),
        ({"language": "tr"}, {"language": "tr", "city": "genk"}, True),
        ({"topic": "waste"}, {"topic": "bulky-waste"}, True),
        ({"neighbourhood": "kolderbos"}, {"neighbourhood": "Kolderbos", "city": "genk"}, True),
        ({"topic": "bulky-waste"}, {"topic": "waste"}, False),
        ({"language": "tr", "city": "genk"}, {"language": "tr"}, False),
        ({"team_id": "away"}, {"language": "tr"}, False),
    ],
)
def test_a_rule_that_is_never_used_is_pointed_out(
    admin: Admin, wide: dict[str, str], narrow: dict[str, str], never: bool
) -> None:
    has_rules(admin, wide, narrow)
    assert ("Wordt nooit gebruikt: regel 1" in admin.reads("/admin/rules")) is never


def test_trying_shows_the_team_and_the_same_reasons_as_on_a_case(admin: Admin) -> None:
    has_rules(admin, {"language": "tr", "team_id": "away"}, {"language": "tr", "topic": "bulky-waste"})
    page = admin.reads("/admin/rules?language=tr&city=genk&topic=bulky-waste&neighbourhood=")
    with admin.parts.database.transaction() as session:
        choice = choose_team(session, admin.parts.content, Asked(language="tr", city="genk", topic="bulky-waste"))
    assert '<p class="try__team"><bdi>Team Zuid</bdi></p>' in page
    for sentence in choice.because:
        assert sentence in page
    assert "Team Weg is uitgeschakeld" in page
    page = admin.reads("/admin/rules?language=nl&city=beringen")
    assert '<p class="try__team">Geen team</p>' in page
    assert admin.did() == []  # trying changes nothing


def test_nonsense_in_the_address_is_said_beside_the_field(admin: Admin) -> None:
    answer = admin.who.browser.get("/admin/rules?language=fr&city=x")
    assert answer.status_code == 422
    assert "field__error" in answer.get_data(as_text=True)


def test_a_locked_database_keeps_what_was_chosen(admin: Admin, lock: Callable[[], None]) -> None:
    lock()
    answer = admin.sends("/admin/rules/new", neighbourhood="Kolderbos", team_id="south")
    assert answer.status_code == 503
    assert 'value="Kolderbos"' in answer.get_data(as_text=True)


def test_a_rule_reaches_the_resident_who_asks_for_a_person(admin: Admin, client: FlaskClient) -> None:
    from gateway.store.cases import NewCase, open_case

    admin.sends("/admin/rules/new", language="ar", team_id="south")
    case, _ = open_case(
        admin.parts.database,
        NewCase(channel="web", language="ar", city="genk"),
        key="k",
        by="t",
        content=admin.parts.content,
    )
    assert case.team_id == "south"
    assert case.routed_because[0] == "Regel 1 past: taal is Arabisch."
