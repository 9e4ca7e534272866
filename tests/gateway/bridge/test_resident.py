"""What the resident sees: who gets it and when, forwarded with consent, did it help, status, going on elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from civic.bridge.hours import ZONE
from civic.consent import offer
from civic.replies import TurnResult
from gateway.bridge import life
from gateway.conversation import office_hours
from gateway.store.schema import Case, CaseState, RoutingRule, StaffMember, Team
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.fake_rasa import FakeRasa, saying

SATURDAY = dt.datetime(2026, 11, 28, 11, 0, tzinfo=ZONE)


def talk(bridge: Bridge, *texts: str, conversation: str | None = None, **first: str) -> dict[str, Any]:
    """Say these after each other; the last answer."""
    told: dict[str, Any] = {"conversation": conversation}
    for number, text in enumerate(texts):
        known = first if number == 0 else {}
        told = bridge.client.post("/api/chat", json={"conversation": told["conversation"], "text": text, **known}).json
    return told


def texts(told: dict[str, Any]) -> str:
    """Everything an answer says."""
    return " ".join(message["text"] for message in told["messages"])


def payloads(told: dict[str, Any]) -> list[str]:
    """The buttons of an answer."""
    return [button["payload"] for message in told["messages"] for button in message["buttons"]]


@pytest.fixture
def offering(bridge: Bridge, rasa: FakeRasa) -> None:
    """Rasa offers a person, and cannot reach the webhook."""
    rasa.result = TurnResult(replies=(offer(bridge.parts.content, "nl"),))


@pytest.fixture
def weekend(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is Saturday; Team Noord is there on Mondays from nine."""
    monkeypatch.setattr(office_hours, "now", lambda: SATURDAY)
    with bridge.parts.database.transaction() as session:
        session.execute(update(Team).where(Team.id == "north").values(hours={"mon": [["09:00", "12:00"]]}))


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


@pytest.mark.usefixtures("offering", "weekend")
@pytest.mark.parametrize(
    ("language", "day"), [("nl", "maandag 30/11"), ("tr", "pazartesi 30/11"), ("ar", "الاثنين 30/11")]
)
def test_outside_hours_it_says_when_someone_is_there_and_promises_nothing(
    bridge: Bridge, rasa: FakeRasa, language: str, day: str
) -> None:
    told = talk(bridge, "mens", "/handover_agree", "/reach_chat", language=language, city="genk")
    rasa.down = True
    done = talk(bridge, "/handover_skip", conversation=told["conversation"])
    assert day in texts(done)
    assert "09:00" in texts(done)


@pytest.mark.usefixtures("weekend")
def test_who_writes_to_a_person_in_the_weekend_hears_once_that_nobody_is_there(
    bridge: Bridge, case: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    assert "maandag 30/11" in texts(bridge.says(case, "bent u daar?"))
    assert bridge.says(case, "hallo?")["messages"] == []


@pytest.mark.usefixtures("weekend")
def test_the_status_says_it_too(bridge: Bridge, case: Case) -> None:
    assert "maandag 30/11" in texts(bridge.says(case, case.code))


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


def test_the_page_promises_no_person_while_nobody_has_the_case(bridge: Bridge, case: Case) -> None:
    assert bridge.owner(case) == "waiting"
    for language, person in (("nl", "mens"), ("tr", "görevli"), ("ar", "شخص")):
        page = bridge.client.get(f"/?language={language}").text
        waiting = bridge.parts.content.phrase("ui_owner_waiting", language)
        assert f'data-waiting="{waiting}"' in page
        assert person not in waiting
    assert bridge.parts.content.phrase("ui_owner_waiting", "nl").startswith("Je vraag is doorgegeven.")


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


@pytest.mark.parametrize(
    ("answer", "helped", "phrase"),
    [
        ("/helped_yes_{}", True, "helped_thanks"),
        ("/helped_no_{}", False, "helped_sorry"),
        ("ja", True, "helped_thanks"),
        ("nee", False, "helped_sorry"),
    ],
)
def test_the_answer_to_did_it_help_is_kept_once(
    bridge: Bridge, case: Case, one: StaffMember, answer: str, helped: bool, phrase: str
) -> None:
    life.claim(bridge.parts, case.code, one)
    life.close(bridge.parts, case.code, one, CaseState.RESOLVED, "Klaar")
    told = bridge.says(case, answer.format(case.code))
    assert texts(told) == bridge.parts.content.phrase(phrase, "nl")
    assert payloads(told) == ([] if helped else ["/ask_person"])
    bridge.says(case, f"/helped_{'no' if helped else 'yes'}_{case.code}")
    assert bridge.case(case.code).helped is helped


@pytest.mark.parametrize(
    ("words", "buttons"), [("vergeet mij", 2), ("beni unut", 2), ("wis dit gesprek morgen misschien", 0)]
)
def test_forget_me_works_while_a_person_speaks(
    bridge: Bridge, case: Case, one: StaffMember, words: str, buttons: int
) -> None:
    life.claim(bridge.parts, case.code, one)
    told = bridge.says(case, words)
    assert len(payloads(told)) == buttons
    if buttons:
        done = bridge.says(case, "/forget_confirmed")
        assert texts(done) == bridge.parts.content.phrase("forget_done_case", done["language"], code=case.code)
        assert bridge.client.get(f"/api/chat/{case.conversation_id}").status_code == 404


def test_the_status_while_a_person_speaks_is_told_and_waits_for_the_resident(
    bridge: Bridge, case: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Wanneer pas je?")
    told = bridge.says(case, f"status {case.code}")
    assert texts(told) == bridge.parts.content.phrase("case_status_your_turn", "nl", code=case.code)
    assert bridge.case(case.code).whose_turn == "resident"


def test_a_case_goes_on_in_another_talk_for_who_knows_the_code_and_the_name(
    bridge: Bridge, one: StaffMember, rasa: FakeRasa
) -> None:
    case = make_case(bridge, name="Zekiye")
    life.claim(bridge.parts, case.code, one)
    elsewhere = talk(bridge, case.code, language="nl")
    assert payloads(elsewhere) == [f"/continue_{case.code}"]
    there = elsewhere["conversation"]
    wrong = talk(bridge, f"/continue_{case.code}", "Ahmet", conversation=there)
    assert texts(wrong) == bridge.parts.content.phrase("continue_wrong_name", "nl")
    told = talk(bridge, f"/continue_{case.code}", "zekiye", conversation=there)
    assert texts(told) == bridge.parts.content.phrase("continued", "nl", code=case.code)
    assert told["owner"] == "person"
    life.reply(bridge.parts, case.code, one, "Dag")
    assert bridge.told(case)[-1]["text"] == "Dag"
    history = bridge.client.get(f"/api/chat/{case.conversation_id}").json
    assert history["owner"] == "bot"
    assert history["messages"][-1]["text"] == bridge.parts.content.phrase("continued_elsewhere", "nl", code=case.code)
    assert "Wie helpt mij?" not in str(bridge.client.get(f"/api/chat/{there}").json)


def test_a_name_cannot_be_guessed_for_ever(bridge: Bridge) -> None:
    case = make_case(bridge, name="Zekiye")
    there = talk(bridge, case.code, language="nl")["conversation"]
    for name in ("An", "Els", "Ria"):
        talk(bridge, f"/continue_{case.code}", name, conversation=there)
    told = talk(bridge, f"/continue_{case.code}", "Zekiye", conversation=there)
    assert texts(told) == bridge.parts.content.phrase("continue_no_more_names", "nl")
    assert "codes" not in texts(told)
    assert bridge.case(case.code).conversation_id == case.conversation_id


def test_after_too_many_wrong_codes_no_name_is_taken_either(bridge: Bridge) -> None:
    case = make_case(bridge, name="Zekiye")
    there = talk(bridge, case.code, f"/continue_{case.code}", language="nl")["conversation"]
    for _ in range(30):
        talk(bridge, "C3D4FG", language="nl")
    told = talk(bridge, "Zekiye", conversation=there)
    assert texts(told) == bridge.parts.content.phrase("code_later", "nl")
    assert "codes of namen" in texts(told)
    assert bridge.case(case.code).conversation_id == case.conversation_id


def test_codes_cannot_be_tried_by_the_thousand_but_ones_own_always_works(bridge: Bridge, case: Case) -> None:
    for _ in range(30):
        talk(bridge, "C3D4FG", language="nl")
    later = bridge.parts.content.phrase("code_later", "nl")
    assert texts(talk(bridge, case.code, language="nl")) == later
    assert case.code in texts(bridge.says(case, case.code))


def test_a_phone_number_that_is_asked_never_reaches_the_case_as_words(
    bridge: Bridge, rasa: FakeRasa, offering: Callable[..., None]
) -> None:
    told = talk(bridge, "ik wil een mens", "/handover_agree", "/reach_phone", "0470 12 34 56", city="genk")
    rasa.down = True
    talk(bridge, "Zekiye", conversation=told["conversation"])
    with bridge.parts.database.transaction() as session:
        from gateway.store.cases import newest_cases

        (case,) = newest_cases(session)
    assert [message.original for message in bridge.words(case)] == ["ik wil een mens"]
    assert (case.name, case.reach) == ("Zekiye", "phone")
    assert bridge.parts.numbers.unseal(case.sealed_phone or "") == "0470123456"


def test_a_button_beside_a_person_is_words_to_them(
    bridge: Bridge, case: Case, one: StaffMember, rasa: FakeRasa
) -> None:
    from civic.replies import Button

    rasa.result = saying("Bedoel je dit?", Button(title="Grofvuil", payload="/bulky-waste"))
    bridge.says(case, "vuil")
    life.claim(bridge.parts, case.code, one)
    bridge.says(case, "/bulky-waste")
    assert bridge.words(case)[-1].original == "Grofvuil"
