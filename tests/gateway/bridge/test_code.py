"""A case goes on elsewhere for who knows the code and the name, and neither can be guessed."""

from __future__ import annotations

from gateway.bridge import life
from gateway.store.schema import Case, StaffMember
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.bridge.talking import payloads, talk, texts
from tests.gateway.fake_rasa import FakeRasa


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
