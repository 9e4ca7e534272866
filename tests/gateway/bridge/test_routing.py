"""Which team gets a case, and what staff read about why."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from gateway.bridge.routing import Asked, _subject, choose_team, city_matters, neighbourhoods_asked
from gateway.store.schema import RoutingRule, Team
from tests.gateway.bridge.conftest import Bridge, make_case


def add_rules(bridge: Bridge, *rules: dict[str, object]) -> None:
    """Rules in this order."""
    with bridge.parts.database.transaction() as session:
        session.add_all(RoutingRule(position=number, **rule) for number, rule in enumerate(rules))


def chosen(bridge: Bridge, **asked: str) -> tuple[str | None, str]:
    """The team's id and the reasons in one text."""
    with bridge.parts.database.transaction() as session:
        choice = choose_team(session, bridge.parts.content, Asked(**{"language": "nl", **asked}))
        return choice.team.id if choice.team else None, " ".join(choice.because)


def test_without_rules_the_default_of_the_city_gets_it(bridge: Bridge) -> None:
    team, because = chosen(bridge, city="genk")
    assert team == "north"
    assert "standaardteam voor Genk" in because


def test_without_rule_or_city_nobody_gets_it_and_that_is_said(bridge: Bridge) -> None:
    team, because = chosen(bridge)
    assert team is None
    assert "de stad is niet gekend" in because


def test_a_team_for_all_cities_gets_what_has_no_city(bridge: Bridge) -> None:
    with bridge.parts.database.transaction() as session:
        session.execute(update(Team).where(Team.id == "south").values(is_default_for=["genk", "beringen"]))
        session.execute(update(Team).where(Team.id == "north").values(is_default_for=[]))
    assert chosen(bridge)[0] == "south"
    with bridge.parts.database.transaction() as session:
        assert not city_matters(session, bridge.parts.content, Asked(language="nl"))


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ({"language": "tr"}, {"language": "tr", "city": "genk"}),
        ({"neighbourhood": "Kolderbos"}, {"city": "genk", "neighbourhood": "kolderbos"}),
        ({"topic": "bulky-waste"}, {"city": "genk", "topic": "bulky-waste"}),
        ({"city": "genk"}, {"city": "genk"}),
        ({}, {"city": "genk"}),
        (
            {"language": "ar", "neighbourhood": "Kolderbos", "topic": "bulky-waste", "city": "genk"},
            {"language": "ar", "neighbourhood": "Kolderbos", "topic": "bulky-waste", "city": "genk"},
        ),
    ],
)
def test_a_rule_whose_conditions_all_fit_decides(bridge: Bridge, rule: dict[str, str], asked: dict[str, str]) -> None:
    add_rules(bridge, {**rule, "team_id": "south"})
    team, because = chosen(bridge, **asked)
    assert team == "south"
    assert "Regel 1 past" in because


@pytest.mark.parametrize(
    "rule",
    [
        {"language": "tr", "neighbourhood": "Kolderbos"},
        {"topic": "library"},
        {"city": "beringen"},
        {"neighbourhood": "Winterslag", "city": "genk"},
    ],
)
def test_a_rule_with_one_condition_that_does_not_fit_is_passed_over(bridge: Bridge, rule: dict[str, str]) -> None:
    add_rules(bridge, {**rule, "team_id": "south"})
    assert chosen(bridge, city="genk", language="tr", topic="bulky-waste")[0] == "north"


def test_the_first_by_position_wins_and_an_area_stands_for_its_topics(bridge: Bridge) -> None:
    area = bridge.parts.content.topics["bulky-waste"].area
    add_rules(bridge, {"topic": area, "team_id": "south"}, {"topic": "bulky-waste", "team_id": "north"})
    team, because = chosen(bridge, city="genk", topic="bulky-waste")
    assert team == "south"
    assert f"domein is {bridge.parts.content.phrase(f'area_{area}', 'nl')}." in because


def test_an_area_has_the_name_that_residents_see_and_one_that_is_gone_its_own(bridge: Bridge) -> None:
    add_rules(bridge, {"topic": "civil-affairs", "team_id": "south"})
    topic = next(topic.id for topic in bridge.parts.content.topics.values() if topic.area == "civil-affairs")
    because = chosen(bridge, city="genk", topic=topic)[1]
    assert "domein is Papieren, verhuizen en verblijf." in because
    assert bridge.client.get("/topics?language=nl").text.count("Papieren, verhuizen en verblijf</h2>") == 1
    assert _subject("no-longer-there", bridge.parts.content) == "domein is no-longer-there"


def test_a_rule_to_a_team_that_is_switched_off_is_passed_over_and_said(bridge: Bridge) -> None:
    add_rules(bridge, {"city": "genk", "team_id": "south"})
    with bridge.parts.database.transaction() as session:
        session.execute(update(Team).where(Team.id == "south").values(active=False))
    team, because = chosen(bridge, city="genk")
    assert team == "north"
    assert "Team Zuid is uitgeschakeld" in because


def test_the_case_carries_its_team_and_the_reasons(bridge: Bridge) -> None:
    add_rules(bridge, {"language": "tr", "topic": "bulky-waste", "team_id": "south"})
    case = bridge.case(make_case(bridge, language="tr", topic="bulky-waste").code)
    assert case.team_id == "south"
    assert "taal is Turks" in case.routed_because[0]
    assert bridge.announced("new_case") >= {"team:south"}


def test_only_neighbourhoods_that_make_a_difference_are_asked(bridge: Bridge) -> None:
    add_rules(
        bridge,
        {"neighbourhood": "Winterslag", "city": "genk", "team_id": "south"},
        {"neighbourhood": "Kolderbos", "team_id": "south"},
        {"neighbourhood": "Koersel", "city": "beringen", "team_id": "north"},
    )
    with bridge.parts.database.transaction() as session:
        assert neighbourhoods_asked(session, "genk") == ["Kolderbos", "Winterslag"]
        assert neighbourhoods_asked(session, None) == ["Kolderbos"]
