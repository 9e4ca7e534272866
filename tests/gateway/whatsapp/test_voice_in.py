"""Voice notes of residents: understood and asked back, or kind words and a person who can listen."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from civic.consent import ASK_PERSON
from civic.content.load import Content
from civic.speech.ports import NothingHeard, SpeechUnavailable, TooLong
from gateway.services import Services
from gateway.store.cases import newest_cases
from gateway.store.conversations import history
from gateway.store.erasing import erase, find_resident
from gateway.store.exporting import export
from gateway.store.schema import CaseMessage, Delivery, VoiceNote
from gateway.store.voice_notes import voice_notes_of
from tests.civic.speech.fake_recogniser import FakeRecogniser
from tests.gateway.delivery.conftest import bring_all, make_due
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.phone import Resident, owned_by, words
from tests.gateway.whatsapp.speaking import spoken
from tests.standins.graph.state import Graph, Sent

QUESTION = "Wie haalt mijn grofvuil op?"


@pytest.fixture
def recogniser(parts: Services) -> FakeRecogniser:
    """Understands this question, until the test says otherwise."""
    fake = FakeRecogniser(QUESTION)
    vars(parts)["recogniser"] = fake
    return fake


def speaks(resident: Resident, text: str = QUESTION, language: str = "nl") -> list[Sent]:
    """What comes back on a voice note."""
    return resident.does(lambda: resident.phone.speaks(spoken(text, language)))


def notes_kept(parts: Services) -> list[VoiceNote]:
    """All voice notes in the store."""
    with parts.database.transaction() as session:
        return list(session.scalars(select(VoiceNote)))


def said_by_resident(resident: Resident) -> list[dict[str, object]]:
    """The bodies of what the resident said."""
    with resident.parts.database.transaction() as session:
        bodies = [message.body for message in history(session, resident.talk.id)]
    return [body for body in bodies if body["from"] == "resident"]


def heard_question(content: Content, text: str, language: str = "nl") -> str:
    """How we ask back."""
    return content.phrase("note_heard", language, words=text)


def test_what_was_heard_is_asked_back_before_it_is_answered(
    resident: Resident, recogniser: FakeRecogniser, rasa: FakeRasa, content: Content
) -> None:
    told = speaks(resident)
    assert told[0].text == heard_question(content, QUESTION)
    assert list(told[0].choices) == ["Ja, dat klopt", "Nee"]
    assert rasa.asked == []
    assert recogniser.asked[0][0] == spoken(QUESTION)


def test_who_speaks_hears_the_question_and_the_answer(
    resident: Resident, recogniser: FakeRecogniser, rasa: FakeRasa
) -> None:
    assert [each.type for each in speaks(resident)][:2] == ["interactive", "audio"]
    rasa.result = saying("Limburg.net haalt het op.")
    told = resident.taps("Ja, dat klopt")
    assert [each.type for each in told] == ["text", "audio"]


def test_yes_takes_what_was_heard_as_the_question(
    resident: Resident, recogniser: FakeRecogniser, rasa: FakeRasa, parts: Services
) -> None:
    speaks(resident)
    rasa.result = saying("Limburg.net haalt het op.")
    assert "Limburg.net" in words(resident.taps("Ja, dat klopt"))
    assert [text for text, _ in rasa.asked] == [QUESTION]
    asked = said_by_resident(resident)[-1]
    assert (asked["text"], asked["voice"]) == (QUESTION, True)
    assert notes_kept(parts) == []


@pytest.mark.parametrize("answer", ["ja", "Ja, dat klopt", "evet"])
def test_yes_may_be_typed(resident: Resident, recogniser: FakeRecogniser, rasa: FakeRasa, answer: str) -> None:
    speaks(resident)
    resident.says(answer)
    assert [text for text, _ in rasa.asked] == [QUESTION]


def test_yes_may_be_spoken(resident: Resident, recogniser: FakeRecogniser, rasa: FakeRasa, parts: Services) -> None:
    speaks(resident)
    recogniser.words = "Ja."
    speaks(resident, "Ja")
    assert [text for text, _ in rasa.asked] == [QUESTION]
    assert notes_kept(parts) == []


def test_what_was_asked_back_and_not_answered_goes_with_the_case(
    resident: Resident, recogniser: FakeRecogniser, parts: Services
) -> None:
    speaks(resident)
    owned_by(parts, resident.talk, "waiting")
    (note,) = notes_kept(parts)
    assert note.case_message_id is not None


def test_words_that_were_confirmed_are_the_question_not_the_sound(
    resident: Resident, recogniser: FakeRecogniser, parts: Services
) -> None:
    speaks(resident)
    resident.taps("Ja, dat klopt")
    owned_by(parts, resident.talk, "waiting")
    with parts.database.transaction() as session:
        assert [message.original for message in session.scalars(select(CaseMessage))] == [QUESTION]


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


def test_no_is_sorry_and_offers_a_person_who_can_listen(
    resident: Resident, recogniser: FakeRecogniser, rasa: FakeRasa, content: Content, parts: Services
) -> None:
    speaks(resident)
    told = resident.taps("Nee")
    assert told[0].text == content.phrase("note_not_right", "nl")
    assert told[0].choices[content.phrase("note_person_button", "nl")] == ASK_PERSON
    assert rasa.asked == []
    assert len(notes_kept(parts)) == 1


def test_a_second_tap_on_yes_does_not_ask_again(
    resident: Resident, recogniser: FakeRecogniser, rasa: FakeRasa, content: Content
) -> None:
    speaks(resident)
    resident.taps("Ja, dat klopt")
    assert words(resident.taps("Ja, dat klopt")) == content.phrase("note_gone", "nl")
    assert len(rasa.asked) == 1


@pytest.mark.parametrize(("language", "text"), [("tr", "Çöpümü kim topluyor?"), ("ar", "من يجمع نفاياتي؟")])
def test_a_first_note_is_heard_in_the_language_it_is_in(
    resident: Resident, recogniser: FakeRecogniser, content: Content, language: str, text: str
) -> None:
    recogniser.words, recogniser.speaks = text, language
    told = speaks(resident, text, language)
    assert told[0].text.replace("\u2068", "").replace("\u2069", "") == heard_question(content, text, language)
    assert recogniser.asked[0][1] is None
    assert resident.talk.language == language
    speaks(resident, text, language)
    assert recogniser.asked[1][1] == language


def test_an_emergency_is_answered_at_once(
    resident: Resident, recogniser: FakeRecogniser, rasa: FakeRasa, content: Content, parts: Services
) -> None:
    recogniser.words = "help mijn huis staat in brand"
    told = speaks(resident, recogniser.words)
    assert content.phrase("emergency_fire", "nl") in told[0].text
    assert rasa.asked == []
    assert notes_kept(parts) == []


def test_without_a_recogniser_a_person_can_listen(resident: Resident, content: Content, rasa: FakeRasa) -> None:
    told = speaks(resident)
    assert told[0].text == content.phrase("note_cannot_hear", "nl")
    assert told[0].choices[content.phrase("note_person_button", "nl")] == ASK_PERSON
    rasa.result = saying("Een buurtwerker ziet je vraag. Goed?")
    resident.taps(content.phrase("note_person_button", "nl"))
    assert [text for text, _ in rasa.asked] == [ASK_PERSON]


@pytest.mark.parametrize("problem", [NothingHeard(), TooLong(), SpeechUnavailable("no model")])
def test_what_is_not_understood_is_said_kindly(
    resident: Resident, recogniser: FakeRecogniser, content: Content, problem: Exception
) -> None:
    recogniser.problem = problem
    told = speaks(resident)
    assert told[0].text == content.phrase("note_not_heard", "nl")
    assert content.phrase("note_person_button", "nl") in told[0].choices


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


def test_a_note_that_meta_cannot_give_now_is_fetched_later(
    resident: Resident, graph: Graph, recogniser: FakeRecogniser, content: Content
) -> None:
    def speak_while_down() -> None:
        resident.phone.speaks(spoken(QUESTION))
        graph.behaviour.is_down = True

    assert resident.does(speak_while_down) == []
    graph.behaviour.is_down = False
    make_due(resident.parts)
    told = resident.does(lambda: None)
    assert told[0].text == heard_question(content, QUESTION)


def test_a_note_that_meta_has_lost_is_said_not_to_be_heard(
    resident: Resident, graph: Graph, recogniser: FakeRecogniser, content: Content
) -> None:
    told = resident.sends("audio", {"id": "999", "mime_type": "audio/ogg; codecs=opus", "voice": True})
    assert told[0].text == content.phrase("note_not_heard", "nl")


def test_a_note_that_kills_the_recogniser_is_not_tried_for_ever(
    resident: Resident, recogniser: FakeRecogniser, content: Content
) -> None:
    recogniser.problem = KeyboardInterrupt()  # what a dying worker looks like: nothing is noted
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            speaks(resident) if not recogniser.asked else bring_all(resident.courier, rounds=3)
        with resident.parts.database.transaction() as session:
            for row in session.scalars(select(Delivery).where(Delivery.state == "sending")):
                row.state = "waiting"
    recogniser.problem = None
    told = resident.does(lambda: None)
    assert len(recogniser.asked) == 2
    assert told[0].text == content.phrase("note_not_heard", "nl")


def test_a_note_that_is_heard_again_after_a_crash_asks_once(
    resident: Resident, recogniser: FakeRecogniser, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gateway.whatsapp import hearing

    real = hearing.welcome
    monkeypatch.setattr(hearing, "welcome", lambda *_: (_ for _ in ()).throw(OSError("cut off")))
    first = speaks(resident)
    monkeypatch.setattr(hearing, "welcome", real)
    make_due(resident.parts)
    again = resident.does(lambda: None)
    asked = [each for each in (*first, *again) if each.text == heard_question(content, QUESTION)]
    assert len(asked) == 1
