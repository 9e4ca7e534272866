"""Voice notes that go to a person: sealed, with their words, and gone with everything else."""

from __future__ import annotations

from sqlalchemy import select

from civic.content.load import Content
from gateway.services import Services
from gateway.store.cases import newest_cases
from gateway.store.erasing import erase, find_resident
from gateway.store.exporting import export
from gateway.store.schema import CaseMessage
from gateway.store.voice_notes import voice_notes_of
from tests.civic.speech.fake_recogniser import FakeRecogniser
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.whatsapp.phone import Resident, owned_by
from tests.gateway.whatsapp.speaking import QUESTION, notes_kept, speaks, spoken


def test_what_was_asked_back_and_not_answered_goes_with_the_case(
    resident: Resident, recogniser: FakeRecogniser, parts: Services
) -> None:
    speaks(resident)
    owned_by(parts, resident.talk, "waiting")
    (note,) = notes_kept(parts)
    assert note.case_message_id is not None


def test_while_a_person_is_awaited_they_get_the_sound_and_the_confirmed_words(
    resident: Resident, recogniser: FakeRecogniser, parts: Services, content: Content, rasa: FakeRasa
) -> None:
    resident.says("ik wil een mens")
    owned_by(parts, resident.talk, "waiting")
    speaks(resident)
    resident.taps("Ja, dat klopt")
    with parts.database.transaction() as session:
        said = [message.original for message in session.scalars(select(CaseMessage).order_by(CaseMessage.id))]
    assert said[-2:] == [content.phrase("note_text", "nl"), QUESTION]
    assert len(notes_kept(parts)) == 1
    before = len(rasa.asked)
    resident.taps("Ja, dat klopt")
    assert len(rasa.asked) == before


def test_a_note_is_sealed_and_goes_with_the_case(resident: Resident, parts: Services, content: Content) -> None:
    speaks(resident)
    (note,) = notes_kept(parts)
    assert spoken(QUESTION) not in note.sealed
    assert parts.numbers.unseal_sound(note.sealed) == spoken(QUESTION)
    owned_by(parts, resident.talk, "waiting")
    with parts.database.transaction() as session:
        (case,) = newest_cases(session)
        (message,) = session.scalars(select(CaseMessage).where(CaseMessage.case_id == case.id))
        assert message.original == content.phrase("note_text", "nl")
        assert voice_notes_of(session, case.id) == {message.id: note.id}


def test_while_a_person_is_awaited_a_note_goes_to_them_at_once(
    resident: Resident, parts: Services, content: Content
) -> None:
    resident.says("ik wil een mens")
    code = owned_by(parts, resident.talk, "waiting")
    told = speaks(resident)
    assert told[0].text == content.phrase("note_with_case", "nl", code=code)
    (note,) = notes_kept(parts)
    assert note.case_message_id is not None


def test_a_person_gets_the_note_with_its_words_and_the_bot_is_mute(
    resident: Resident, parts: Services, recogniser: FakeRecogniser, rasa: FakeRasa
) -> None:
    resident.says("ik wil een mens")
    before = len(rasa.asked)
    owned_by(parts, resident.talk, "person")
    assert speaks(resident) == []
    assert len(rasa.asked) == before
    (note,) = notes_kept(parts)
    with parts.database.transaction() as session:
        assert session.get_one(CaseMessage, note.case_message_id).original == QUESTION


def test_a_note_goes_when_everything_is_erased(resident: Resident, parts: Services) -> None:
    speaks(resident)
    owned_by(parts, resident.talk, "waiting")
    speaks(resident, "En nog iets")
    assert len(notes_kept(parts)) == 2
    with parts.database.transaction() as session:
        found = find_resident(session, resident.talk.id)
        assert found is not None
        told = export(session, found, parts.numbers)
        assert len(told["voice_notes"]) == 2
        assert told["voice_notes"][0]["sound"]
        erase(session, found, by="test")
    assert notes_kept(parts) == []
