"""Claim, release, note, card, close: what changes, who is told, and who may not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.bridge import life
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Case, CaseState, StaffMember
from tests.gateway.bridge.conftest import Bridge, make_case


def test_a_claim_tells_the_resident_by_whom_and_mutes_the_bot(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    now = bridge.case(case.code)
    assert (now.state, now.claimed_by, bridge.owner(case)) == ("claimed", one.id, "person")
    told = bridge.told(case)[-1]
    assert (told["from"], told["kind"]) == ("bot", "handover")
    assert all(part in told["text"] for part in ("Medewerker Een", "Team Noord", case.code))
    assert ("bridge-1", "claimed") in bridge.events(case)


@pytest.mark.parametrize("language", ["tr", "ar"])
def test_the_resident_is_told_in_their_own_language(bridge: Bridge, one: StaffMember, language: str) -> None:
    case = make_case(bridge, language=language)
    life.claim(bridge.parts, case.code, one)
    told = bridge.told(case)[-1]
    assert told["language"] == language
    assert "Medewerker Een" in told["text"]
    assert told["direction"] == ("rtl" if language == "ar" else "ltr")
    assert ("\u2068Medewerker Een\u2069" in told["text"]) is (language == "ar")


def test_a_resident_who_wants_a_call_keeps_the_bot_until_the_person_writes(bridge: Bridge, one: StaffMember) -> None:
    case = make_case(bridge, reach="phone", phone="0470123456")
    life.claim(bridge.parts, case.code, one)
    assert bridge.owner(case) == "waiting"
    life.reply(bridge.parts, case.code, one, "Ik bel je straks.")
    assert bridge.owner(case) == "person"


def test_the_second_to_claim_is_told_who_was_first(
    bridge: Bridge, case: Case, one: StaffMember, two: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    with pytest.raises(life.CaseTaken) as taken:
        life.claim(bridge.parts, case.code, two)
    assert taken.value.by == "Medewerker Een"


def test_claiming_twice_tells_the_resident_once(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    life.claim(bridge.parts, case.code, one)
    assert len(bridge.told(case)) == 1


def test_of_twenty_at_once_one_wins(bridge: Bridge, case: Case, one: StaffMember, two: StaffMember) -> None:
    def attempt(number: int) -> int | None:
        try:
            life.claim(bridge.parts, case.code, (one, two)[number % 2])
        except life.CaseTaken:
            return None
        return number % 2

    with ThreadPoolExecutor(8) as pool:
        winners = {winner for winner in pool.map(attempt, range(20)) if winner is not None}
    assert len(winners) == 1
    assert [what for _, what in bridge.events(case)].count("claimed") == 1
    assert len(bridge.told(case)) == 1


ACTIONS: dict[str, Callable[[Bridge, Case, StaffMember], object]] = {
    "release": lambda bridge, case, who: life.release(bridge.parts, case.code, who),
    "reply": lambda bridge, case, who: life.reply(bridge.parts, case.code, who, "Dag"),
    "phrase": lambda bridge, case, who: life.send_phrase(bridge.parts, case.code, who, "thanks_reply"),
    "card": lambda bridge, case, who: life.attach_card(bridge.parts, case.code, who, "bulky-waste"),
    "forward": lambda bridge, case, who: life.forward(bridge.parts, case.code, who, "south"),
    "close": lambda bridge, case, who: life.close(bridge.parts, case.code, who, CaseState.RESOLVED, "Klaar"),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_who_does_not_have_the_case_changes_nothing(
    bridge: Bridge, case: Case, one: StaffMember, two: StaffMember, stranger: StaffMember, action: str
) -> None:
    life.claim(bridge.parts, case.code, one)
    before = (bridge.case(case.code).touched_at, bridge.events(case), len(bridge.told(case)))
    with pytest.raises(life.NotYours):
        ACTIONS[action](bridge, case, two)
    with pytest.raises(life.NoSuchCase):
        ACTIONS[action](bridge, case, stranger)
    assert before == (bridge.case(case.code).touched_at, bridge.events(case), len(bridge.told(case)))


def test_another_team_does_not_even_learn_that_a_case_exists(bridge: Bridge, case: Case, stranger: StaffMember) -> None:
    for attempt in (life.claim, lambda *given: life.add_note(*given, "?")):
        with pytest.raises(life.NoSuchCase):
            attempt(bridge.parts, case.code, stranger)


def test_a_release_brings_the_case_back_and_the_bot_speaks_again(
    bridge: Bridge, case: Case, one: StaffMember, two: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Dag")
    life.release(bridge.parts, case.code, one)
    now = bridge.case(case.code)
    assert (now.state, now.whose_turn, bridge.owner(case)) == ("new", "staff", "waiting")
    assert bridge.told(case)[-1]["text"].startswith("Medewerker Een kan")
    life.claim(bridge.parts, case.code, two)
    assert bridge.case(case.code).claimed_by == two.id


def test_a_note_is_for_colleagues_only_and_any_of_them_may_write_it(
    bridge: Bridge, case: Case, one: StaffMember, two: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    heard = len(bridge.told(case))
    life.add_note(bridge.parts, case.code, two, "  Ken ik van vorige week.  ")
    note = bridge.words(case)[-1]
    assert (note.sender, note.original, note.staff_id) == ("note", "Ken ik van vorige week.", two.id)
    assert len(bridge.told(case)) == heard


def test_a_card_comes_in_the_language_of_the_resident_from_the_person(
    bridge: Bridge, turkish: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, turkish.code, one)
    life.attach_card(bridge.parts, turkish.code, one, "bulky-waste")
    told = bridge.told(turkish)[-1]
    assert (told["kind"], told["from"], told["topic"], told["language"]) == ("answer", "person", "bulky-waste", "tr")
    assert told["card"]["dutch"]["text"]
    assert told["name"] == "Medewerker Een"
    assert (bridge.words(turkish)[-1].topic, bridge.case(turkish.code).whose_turn) == ("bulky-waste", "resident")
    with pytest.raises(life.NoSuchTopic):
        life.attach_card(bridge.parts, turkish.code, one, "no-such-topic")


def test_closing_tells_what_came_of_it_asks_once_whether_it_helped_and_gives_the_bot_back(
    bridge: Bridge, case: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    life.close(bridge.parts, case.code, one, CaseState.RESOLVED, "Het grofvuil wordt maandag gehaald.")
    now = bridge.case(case.code)
    assert (now.state, now.outcome, bridge.owner(case)) == ("resolved", "Het grofvuil wordt maandag gehaald.", "bot")
    assert now.closed_at is not None
    closed, outcome, question = bridge.told(case)[-3:]
    assert case.code in closed["text"]
    assert (outcome["from"], outcome["text"]) == ("person", "Het grofvuil wordt maandag gehaald.")
    assert [button["payload"] for button in question["buttons"]] == [
        f"/helped_yes_{case.code}",
        f"/helped_no_{case.code}",
    ]


def test_an_outcome_in_another_language_is_told_translated_before_the_question(
    bridge: Bridge, turkish: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, turkish.code, one)
    life.close(bridge.parts, turkish.code, one, CaseState.UNREACHABLE, "Ik vond je niet thuis.")
    bridge.translate_all()
    outcome, question = bridge.told(turkish)[-2:]
    assert outcome["text"] == "[tr] Ik vond je niet thuis."
    assert outcome["original"]["text"] == "Ik vond je niet thuis."
    assert question["text"] == bridge.parts.content.phrase("helped_question", "tr")


@pytest.mark.parametrize("outcome", ["", "  \n", "x" * 4001])
def test_nothing_is_closed_without_words(bridge: Bridge, case: Case, one: StaffMember, outcome: str) -> None:
    life.claim(bridge.parts, case.code, one)
    with pytest.raises(life.NothingSaid):
        life.close(bridge.parts, case.code, one, CaseState.RESOLVED, outcome)
    assert bridge.case(case.code).state == "claimed"


def test_a_closed_case_cannot_be_claimed_or_answered(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    life.close(bridge.parts, case.code, one, CaseState.RESOLVED, "Klaar")
    for attempt in (life.claim, lambda *given: life.reply(*given, "nog iets")):
        with pytest.raises(life.NotYours):
            attempt(bridge.parts, case.code, one)


def test_with_two_cases_in_one_talk_closing_one_leaves_the_other_waiting(
    bridge: Bridge, case: Case, one: StaffMember
) -> None:
    from gateway.store.cases import NewCase, open_case

    new = NewCase(channel="web", language="nl", city="genk", conversation=case.conversation_id)
    open_case(bridge.parts.database, new, key="second", by="test")
    life.claim(bridge.parts, case.code, one)
    life.close(bridge.parts, case.code, one, CaseState.RESOLVED, "Klaar")
    assert bridge.owner(case) == "waiting"


def test_while_the_database_is_locked_nothing_happens_by_half(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    before = (bridge.events(case), bridge.told(case))
    holder = sqlite3.connect(bridge.parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        life.reply(bridge.parts, case.code, one, "Dag")
    holder.execute("ROLLBACK")
    holder.close()
    assert before == (bridge.events(case), bridge.told(case))
    life.reply(bridge.parts, case.code, one, "Dag")
    assert bridge.told(case)[-1]["text"] == "Dag"


def test_a_case_without_a_conversation_lives_all_the_same(bridge: Bridge, one: StaffMember) -> None:
    from gateway.store.cases import NewCase, open_case

    new = NewCase(channel="mail", language="ar", city="genk", question="?")
    case, _ = open_case(bridge.parts.database, new, key="mail", by="test")
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Dag")
    bridge.translate_all()
    assert bridge.words(case)[-1].translated == "[ar] Dag"
    life.close(bridge.parts, case.code, one, CaseState.RESOLVED, "Klaar")
    assert bridge.case(case.code).state == "resolved"
