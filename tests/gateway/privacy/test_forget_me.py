""" "Forget me": explained, done at once, and nothing of what was said stays; a shell tells that it is over."""

from __future__ import annotations

import pytest

from civic.consent import FORGET_CONFIRMED, FORGET_DECLINED
from gateway.bridge import life
from gateway.bridge.lists import cases_in
from gateway.settings import Settings
from gateway.store.cases import NewCase, open_case
from gateway.store.retention import forget_old
from gateway.store.schema import (
    Case,
    StaffMember,
)
from gateway.store.statistics import numbers
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.privacy.conftest import PHONE, SECRET, forgets, question, traces


def test_forget_me_leaves_a_shell_with_code_and_state(bridge: Bridge, told: Case, settings: Settings) -> None:
    assert len(set(traces(settings))) >= 5
    answer = forgets(bridge, told)
    assert traces(settings) == []
    shell = bridge.case(told.code)
    assert (shell.code, shell.state, shell.team_id) == (told.code, "unreachable", "north")
    assert (shell.conversation_id, shell.claimed_by, shell.routed_because) == (None, None, [])
    assert bridge.words(told) == []
    assert ("resident", "erased") in bridge.events(told)
    assert answer["messages"][0]["text"] == bridge.parts.content.phrase("forget_done_case", "nl", code=told.code)
    assert bridge.client.get(f"/api/chat/{told.conversation_id}").status_code == 404


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_it_is_explained_before_it_is_done(bridge: Bridge, rasa: FakeRasa, language: str) -> None:
    case = make_case(bridge, language=language)
    rasa.result = question(bridge, language)
    asked = bridge.client.post(
        "/api/chat", json={"conversation": case.conversation_id, "text": "??", "language": language}
    ).json["messages"][-1]
    assert asked["text"] == bridge.parts.content.phrase("forget_question_case", language, code=case.code)
    assert [button["payload"] for button in asked["buttons"]] == [FORGET_CONFIRMED, FORGET_DECLINED]


def test_while_a_person_speaks_it_is_explained_as_well(bridge: Bridge, told: Case) -> None:
    asked = bridge.says(told, "vergeet mij")["messages"][-1]
    assert told.code in asked["text"]


def test_without_a_case_the_question_stays_as_it_was(bridge: Bridge, rasa: FakeRasa) -> None:
    rasa.result = question(bridge, "nl")
    asked = bridge.client.post("/api/chat", json={"text": "wis alles", "language": "nl"}).json
    assert asked["messages"][0]["text"] == bridge.parts.content.phrase("forget_question", "nl")


def test_no_keeps_everything(bridge: Bridge, told: Case, settings: Settings) -> None:
    before = traces(settings)
    forgets(bridge, told, FORGET_DECLINED)
    assert bridge.case(told.code).state == "claimed"
    assert set(traces(settings)) == set(before)


def test_a_closed_case_keeps_its_state(bridge: Bridge, told: Case, one: StaffMember) -> None:
    life.close(bridge.parts, told.code, one, life.CaseState.RESOLVED, f"{SECRET} is geregeld")
    ended = bridge.case(told.code).closed_at
    forgets(bridge, told)
    assert (bridge.case(told.code).state, bridge.case(told.code).closed_at) == ("resolved", ended)


def test_staff_find_it_closed_and_can_say_nothing_more(
    bridge: Bridge,
    told: Case,
    one: StaffMember,
    settings: Settings,
) -> None:
    forgets(bridge, told)
    with pytest.raises(life.NotYours):
        life.reply(bridge.parts, told.code, one, SECRET)
    with pytest.raises(life.NotYours):
        life.claim(bridge.parts, told.code, one)
    with bridge.parts.database.transaction() as session:
        assert [case.code for case in cases_in(session, one, "closed")] == [told.code]
        assert not cases_in(session, one, "mine")
    assert traces(settings) == []


def test_the_code_still_tells_that_it_is_over(bridge: Bridge, told: Case) -> None:
    forgets(bridge, told)
    status = bridge.client.post("/api/chat", json={"text": told.code, "language": "nl"}).json
    assert status["messages"][0]["text"] == bridge.parts.content.phrase("case_status_closed", "nl", code=told.code)


def test_sounds_of_what_was_said_go_and_ours_stay(bridge: Bridge, told: Case) -> None:
    audio = bridge.parts.audio
    assert audio is not None
    said = next(m for m in bridge.told(told) if m["from"] == "person")
    key = said["audio"].removeprefix("/audio/").removesuffix(".mp3")
    ours = audio.prepare(bridge.parts.content.phrase("greeting", "nl"), "nl")
    assert audio.open(key) is not None
    forgets(bridge, told)
    assert audio.open(key) is None
    assert audio.open(ours) is not None


def test_another_residents_case_is_left_alone(bridge: Bridge, told: Case) -> None:
    other = make_case(bridge, question="Een andere vraag", name="Els")
    forgets(bridge, told)
    assert bridge.case(other.code).name == "Els"
    assert [message.original for message in bridge.words(other)] == ["Een andere vraag"]


def test_all_cases_of_the_talk_go_together(
    bridge: Bridge, told: Case, one: StaffMember, settings: Settings, rasa: FakeRasa
) -> None:
    life.close(bridge.parts, told.code, one, life.CaseState.RESOLVED, "Klaar")
    new = NewCase(channel="web", language="nl", city="genk", conversation=told.conversation_id, question=SECRET)
    second, _ = open_case(bridge.parts.database, new, key="second", by="test", content=bridge.parts.content)
    rasa.result = question(bridge, "nl")
    both = f"{told.code}, {second.code}"
    assert both in bridge.says(told, "vergeet mij")["messages"][0]["text"]
    assert both in bridge.says(told, FORGET_CONFIRMED)["messages"][0]["text"]
    assert traces(settings) == []
    assert bridge.case(second.code).state == "unreachable"


def test_the_wipe_button_leaves_the_case_with_the_person(bridge: Bridge, told: Case) -> None:
    assert bridge.client.delete(f"/api/chat/{told.conversation_id}").status_code == 204
    case = bridge.case(told.code)
    assert (case.state, case.conversation_id) == ("claimed", None)
    assert bridge.parts.numbers.unseal(case.sealed_phone or "") == PHONE


def test_the_shell_goes_with_time_and_is_counted_without_its_topic(bridge: Bridge, told: Case) -> None:
    forgets(bridge, told)
    assert forget_old(bridge.parts.database, days=0).cases == 1
    with bridge.parts.database.transaction() as session:
        ((kind, number),) = numbers(session).items()
    assert (kind.topic, kind.city, kind.state, number) == ("", "genk", "unreachable", 1)
