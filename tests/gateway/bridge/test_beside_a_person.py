"""What still works while a person has the case, and did it help afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.bridge import life
from gateway.store.schema import Case, CaseState, StaffMember
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.bridge.talking import payloads, talk, texts
from tests.gateway.fake_rasa import FakeRasa, saying


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
