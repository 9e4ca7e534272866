"""The offer of a person: which team would see it, and what must be known for that."""

from __future__ import annotations

import pytest

from gateway.store.schema import Case, RoutingRule
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.bridge.talking import payloads, talk, texts
from tests.gateway.fake_rasa import FakeRasa


@pytest.mark.usefixtures("offering")
def test_the_offer_names_the_team_that_would_see_it(bridge: Bridge) -> None:
    told = talk(bridge, "ik wil een mens", city="genk")
    assert told["messages"][0]["text"] == bridge.parts.content.phrase("offer_team", "nl", team="Team Noord")
    assert payloads(told) == ["/handover_agree", "/handover_decline"]


@pytest.mark.usefixtures("offering")
def test_who_has_a_case_already_is_told_so_and_no_second_one_is_made(bridge: Bridge, case: Case) -> None:
    told = bridge.says(case, "ik wil een mens spreken")
    assert texts(told) == bridge.parts.content.phrase("case_already_open", "nl", code=case.code)
    assert payloads(told) == []


@pytest.mark.usefixtures("offering")
def test_the_city_is_asked_when_it_decides_about_the_team(bridge: Bridge, rasa: FakeRasa) -> None:
    told = talk(bridge, "ik wil een mens", "/handover_agree", "/reach_chat")
    assert payloads(told) == ["/handover_city_beringen", "/handover_city_genk", "/handover_skip"]
    wrong = talk(bridge, "Hasselt", conversation=told["conversation"])
    assert texts(wrong) == bridge.parts.content.phrase("city_unknown", "nl")
    rasa.down = True
    done = talk(bridge, "in Beringen", "/handover_skip", conversation=told["conversation"])
    assert done["city"] == "beringen"
    assert "Team Zuid" in texts(done)


@pytest.mark.usefixtures("offering")
def test_the_city_may_be_left_out(bridge: Bridge, rasa: FakeRasa) -> None:
    rasa_down_later = talk(bridge, "ik wil een mens", "/handover_agree", "/reach_chat", "/handover_skip")
    rasa.down = True
    done = talk(bridge, "/handover_skip", conversation=rasa_down_later["conversation"])
    assert done["owner"] == "waiting"


@pytest.mark.usefixtures("offering")
@pytest.mark.parametrize(
    ("said", "team", "kept"),
    [
        ("/handover_neighbourhood_Kolderbos", "Team Zuid", "Kolderbos"),
        ("kolderbos", "Team Zuid", "Kolderbos"),
        ("Sledderlo", "Team Noord", "Sledderlo"),
        ("/handover_skip", "Team Noord", None),
    ],
)
def test_the_neighbourhood_is_asked_when_a_rule_looks_at_it(
    bridge: Bridge, rasa: FakeRasa, said: str, team: str, kept: str | None
) -> None:
    with bridge.parts.database.transaction() as session:
        session.add(RoutingRule(position=1, city="genk", neighbourhood="Kolderbos", team_id="south"))
    asked = talk(bridge, "ik wil een mens", "/handover_agree", "/reach_chat", city="genk")
    assert payloads(asked) == ["/handover_neighbourhood_Kolderbos", "/handover_skip"]
    rasa.down = True
    done = talk(bridge, said, "/handover_skip", conversation=asked["conversation"])
    assert team in texts(done)
    with bridge.parts.database.transaction() as session:
        from gateway.store.cases import newest_cases

        assert newest_cases(session)[0].neighbourhood == kept
