"""STOP and "forget me" leave nothing behind but, after STOP, the knowledge that nothing may be sent."""

from __future__ import annotations

import sqlite3

import pytest

from civic.content.load import Content
from civic.opting_out import load_opting_out
from civic.replies import Button, Kind, Reply, TurnResult
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.conversations import find_conversation, wipe_conversation
from gateway.store.schema import Case, Conversation, WhatsAppContact
from tests.gateway.delivery.conftest import rows
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.whatsapp.phone import NUMBER, Resident, words


@pytest.fixture
def known(resident: Resident) -> Resident:
    """Someone who asked something."""
    resident.says("mijn naam is Fatma, wie haalt het grofvuil op?")
    return resident


def dump(parts: Services) -> str:
    """The whole database as text."""
    with sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///")) as connection:
        return "\n".join(connection.iterdump())


def talks(parts: Services) -> int:
    """How many conversations are kept."""
    with parts.database.transaction() as session:
        return session.query(Conversation).count()


def with_case(resident: Resident) -> Case:
    """An open case of this talk."""
    new = NewCase(channel="whatsapp", language="nl", conversation=resident.talk.id, question="Fatma: lamp")
    return open_case(resident.parts.database, new, key="k", by="test")[0]


@pytest.mark.parametrize("text", ["STOP", "stop", " Stop! ", "afmelden", "DURDUR", "Bana yazmayın", "توقف", "ستوب"])
def test_stop_erases_and_says_so(known: Resident, content: Content, text: str) -> None:
    told = words(known.says(text))
    assert "START" in told
    assert talks(known.parts) == 0
    contact = known.contact
    assert contact is not None
    assert contact.stopped_at is not None
    assert (contact.sealed_number, contact.conversation_id, contact.heard_at) == (None, None, None)


@pytest.mark.parametrize("text", ["dur", "iptal", "genoeg", "stop met roken, wie helpt mij?", "قف"])
def test_what_may_mean_something_else_erases_nothing(known: Resident, rasa: FakeRasa, text: str) -> None:
    known.says(text)
    assert rasa.asked[-1][0] == text
    assert talks(known.parts) == 1


def test_after_stop_neither_words_nor_number_are_left(known: Resident) -> None:
    assert "Fatma" in dump(known.parts)
    known.says("STOP")
    left = dump(known.parts)
    assert "Fatma" not in left
    assert NUMBER not in left
    told = rows(known.parts, channel="whatsapp")
    assert all(row.body == {} for row in told)
    assert {row.recipient for row in rows(known.parts, channel="whatsapp-in")} == {"erased"}


def test_stop_empties_an_open_case_and_names_it(known: Resident, content: Content) -> None:
    case = with_case(known)
    told = words(known.says("STOP"))
    assert content.phrase("forget_done_case", "nl", code=case.code) in told
    with known.parts.database.transaction() as session:
        left = session.get_one(Case, case.id, populate_existing=True)
        assert (left.state, left.question, left.conversation_id) == ("unreachable", None, None)


def test_stop_as_the_first_word_is_heard_too(resident: Resident, content: Content) -> None:
    (told,) = resident.says("STOP")
    for language in ("nl", "tr"):
        assert content.phrase("whatsapp_stopped", language) in told.text
    assert told.choices == {}
    assert resident.contact is not None
    assert resident.contact.stopped_at is not None


def test_after_stop_they_are_told_how_to_begin_again_and_nothing_is_kept(
    known: Resident, rasa: FakeRasa, content: Content
) -> None:
    known.says("STOP")
    asked = len(rasa.asked)
    (told,) = known.says("wie haalt het grofvuil op?")
    assert told.text == content.phrase("whatsapp_after_stop", "nl")
    assert len(rasa.asked) == asked
    assert talks(known.parts) == 0
    assert "grofvuil" not in dump(known.parts)


def test_a_short_message_after_stop_is_answered_in_every_language(known: Resident, content: Content) -> None:
    known.says("STOP")
    (told,) = known.says("ok")
    for language in ("nl", "tr"):
        assert content.phrase("whatsapp_after_stop", language) in told.text


def test_after_stop_an_emergency_is_answered_all_the_same(known: Resident) -> None:
    known.says("STOP")
    assert "112" in words(known.says("help mijn huis staat in brand"))
    assert talks(known.parts) == 0


@pytest.mark.parametrize("text", ["START", "start", "başla", "ابدأ"])
def test_start_begins_a_new_talk(known: Resident, rasa: FakeRasa, text: str) -> None:
    known.says("STOP")
    asked = len(rasa.asked)
    known.says(text)
    assert len(rasa.asked) == asked
    assert known.says("wie haalt het grofvuil op?")[0].text == "Dag!"
    contact = known.contact
    assert contact is not None
    assert contact.stopped_at is None
    assert contact.sealed_number is not None


def test_start_can_be_tapped(known: Resident, content: Content) -> None:
    known.says("STOP")
    known.says("wie haalt het grofvuil op?")
    assert content.phrase("whatsapp_started", "nl") in words(known.taps("START"))


def test_start_of_who_never_stopped_is_only_a_word(known: Resident, rasa: FakeRasa) -> None:
    known.says("start")
    assert rasa.asked[-1][0] == "start"


def test_who_stopped_and_hides_the_number_is_still_known_to_have_stopped(known: Resident, content: Content) -> None:
    known.says("STOP")
    phone = known.phone
    hidden = {key: value for key, value in phone.message("text", {"body": "wie doet dit?"}).items() if key != "from"}
    payload = phone.payload(hidden)
    known.does(lambda: phone._graph.hook.call(payload))
    assert talks(known.parts) == 0


def test_stop_that_comes_again_changes_nothing(known: Resident) -> None:
    phone = known.phone
    payload = phone.payload(phone.message("text", {"body": "STOP"}))
    hook = phone._graph.hook
    known.does(lambda: hook.call(payload))
    known.says("START")
    assert known.does(lambda: hook.call(payload)) == []
    assert talks(known.parts) == 1


@pytest.fixture
def asked_to_forget(known: Resident, rasa: FakeRasa, content: Content) -> Resident:
    """Someone who was just asked whether everything may go."""
    buttons = (Button(title="Ja", payload="/forget_confirmed"), Button(title="Nee", payload="/forget_declined"))
    question = Reply(kind=Kind.TEXT, language="nl", text=content.phrase("forget_question", "nl"), buttons=buttons)
    rasa.result = TurnResult(replies=(question,))
    known.says("vergeet mij")
    return known


@pytest.mark.parametrize(("yes", "language"), [("Ja", "nl"), ("ja!", "nl"), ("evet", "tr"), ("نعم", "ar")])
def test_forget_me_erases_everything_also_the_number(
    asked_to_forget: Resident, content: Content, yes: str, language: str
) -> None:
    (told,) = asked_to_forget.says(yes)
    assert told.text == content.phrase("forget_done", language)
    assert asked_to_forget.contact is None
    assert talks(asked_to_forget.parts) == 0
    left = dump(asked_to_forget.parts)
    assert "Fatma" not in left
    assert NUMBER not in left


def test_forget_me_by_tap_names_the_case(asked_to_forget: Resident, content: Content) -> None:
    case = with_case(asked_to_forget)
    (told,) = asked_to_forget.taps("Ja")
    assert told.text == content.phrase("forget_done_case", "nl", code=case.code)


def test_who_was_forgotten_may_simply_write_again(asked_to_forget: Resident, rasa: FakeRasa) -> None:
    asked_to_forget.says("ja")
    rasa.result = TurnResult(replies=(Reply(kind=Kind.TEXT, language="nl", text="Dag!"),))
    assert asked_to_forget.says("wie haalt het grofvuil op?")[0].text == "Dag!"
    assert talks(asked_to_forget.parts) == 1


def test_no_keeps_everything(asked_to_forget: Resident, content: Content) -> None:
    (told,) = asked_to_forget.says("nee")
    assert told.text == content.phrase("forget_kept", "nl")
    assert talks(asked_to_forget.parts) == 1


def test_what_is_wiped_elsewhere_begins_anew_here(known: Resident, parts: Services) -> None:
    gone = known.talk.id
    with parts.database.transaction() as session:
        wipe_conversation(session, gone)
    assert known.says("wie haalt het grofvuil op?")[0].text == "Dag!"
    assert known.talk.id != gone
    with parts.database.transaction() as session:
        assert find_conversation(session, gone) is None
        assert session.query(WhatsAppContact).count() == 1


def test_no_way_to_stop_is_a_way_to_start() -> None:
    sayings = load_opting_out()
    assert sayings.stop
    assert not sayings.stop & sayings.start
    assert "" not in sayings.stop | sayings.start
