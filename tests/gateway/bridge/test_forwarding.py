"""A case goes to another team, with what the resident says about that."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from gateway.bridge import life
from gateway.store.schema import Case, StaffMember, Team
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.bridge.talking import texts


@pytest.mark.parametrize("yes", ["button", "ja"])
def test_a_case_goes_to_another_team_when_the_resident_agrees(
    bridge: Bridge, case: Case, one: StaffMember, stranger: StaffMember, yes: str
) -> None:
    life.claim(bridge.parts, case.code, one)
    life.forward(bridge.parts, case.code, one, "south")
    question = bridge.told(case)[-1]
    assert "Team Zuid" in question["text"]
    assert bridge.case(case.code).team_id == "north"
    told = bridge.says(case, f"/forward_yes_{case.code}" if yes == "button" else yes)
    assert texts(told) == bridge.parts.content.phrase("forwarded", "nl", code=case.code, team="Team Zuid")
    assert told["owner"] == "waiting"
    now = bridge.case(case.code)
    assert (now.team_id, now.state, now.claimed_by, now.forward_to) == ("south", "new", None, None)
    assert "Doorgegeven door Team Noord aan Team Zuid." in now.routed_because[-1]
    assert "team:south" in bridge.announced("new_case")
    with pytest.raises(life.NoSuchCase):
        life.claim(bridge.parts, case.code, one)
    life.claim(bridge.parts, case.code, stranger)


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_it_stays_when_the_resident_says_yes_but_the_team_is_gone_and_that_is_said(
    bridge: Bridge, one: StaffMember, language: str
) -> None:
    case = make_case(bridge, language=language)
    life.claim(bridge.parts, case.code, one)
    life.forward(bridge.parts, case.code, one, "south")
    with bridge.parts.database.transaction() as session:
        session.get_one(Team, "south").active = False
    told = bridge.says(case, f"/forward_yes_{case.code}")
    content = bridge.parts.content
    assert texts(told) == content.phrase("forward_not_possible", language, code=case.code)
    assert texts(told) != content.phrase("forward_declined", language, code=case.code)
    now = bridge.case(case.code)
    assert (now.team_id, now.claimed_by, now.forward_to, now.whose_turn) == ("north", one.id, None, "staff")
    assert bridge.events(case)[-1] == ("resident", "forward not possible")


def test_it_stays_when_the_resident_says_no(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    life.forward(bridge.parts, case.code, one, "south")
    told = bridge.says(case, f"/forward_no_{case.code}")
    assert texts(told) == bridge.parts.content.phrase("forward_declined", "nl", code=case.code)
    now = bridge.case(case.code)
    assert (now.team_id, now.claimed_by, now.forward_to, now.whose_turn) == ("north", one.id, None, "staff")


def test_something_else_than_yes_or_no_reaches_the_person_and_the_question_stands(
    bridge: Bridge, case: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    life.forward(bridge.parts, case.code, one, "south")
    bridge.says(case, "Wie zijn dat?")
    assert bridge.words(case)[-1].original == "Wie zijn dat?"
    assert "forwarded" not in [what for _, what in bridge.events(case)]
    bridge.says(case, "ja")
    assert bridge.case(case.code).team_id == "south"


def test_who_agreed_on_the_phone_need_not_be_asked_here(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    life.forward(bridge.parts, case.code, one, "south", agreed=True)
    assert bridge.case(case.code).team_id == "south"
    assert ("bridge-1", "agreed elsewhere") in bridge.events(case)


@pytest.mark.parametrize("team", ["north", "nobody"])
def test_only_to_another_team_that_is_there(bridge: Bridge, case: Case, one: StaffMember, team: str) -> None:
    life.claim(bridge.parts, case.code, one)
    with pytest.raises(life.NoSuchTeam):
        life.forward(bridge.parts, case.code, one, team)


def test_a_team_switched_off_meanwhile_does_not_get_it(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    life.forward(bridge.parts, case.code, one, "south")
    with bridge.parts.database.transaction() as session:
        session.execute(update(Team).where(Team.id == "south").values(active=False))
    bridge.says(case, "ja")
    assert (bridge.case(case.code).team_id, bridge.case(case.code).forward_to) == ("north", None)
