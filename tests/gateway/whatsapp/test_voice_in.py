"""Voice notes of residents: understood, asked back, and then answered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from civic.consent import ASK_PERSON
from civic.content.load import Content
from gateway.services import Services
from gateway.store.schema import CaseMessage
from tests.civic.speech.fake_recogniser import FakeRecogniser
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.phone import Resident, owned_by, words
from tests.gateway.whatsapp.speaking import QUESTION, heard_question, notes_kept, said_by_resident, speaks, spoken


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


def test_words_that_were_confirmed_are_the_question_not_the_sound(
    resident: Resident, recogniser: FakeRecogniser, parts: Services
) -> None:
    speaks(resident)
    resident.taps("Ja, dat klopt")
    owned_by(parts, resident.talk, "waiting")
    with parts.database.transaction() as session:
        assert [message.original for message in session.scalars(select(CaseMessage))] == [QUESTION]


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
