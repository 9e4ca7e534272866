"""Another language by asking for it; a language we do not write by machine, when the resident agrees."""

from __future__ import annotations

import pytest

from civic.content.load import Content
from civic.languages import load_languages
from tests.journeys.resident import Resident
from tests.standins.libretranslate import LibreTranslate

pytestmark = pytest.mark.journey

NOTICES = {other.tag: other.machine_notice for other in load_languages().others}


@pytest.mark.parametrize(
    ("first", "wish", "wanted"),
    [
        ("Wie haalt mijn grofvuil op?", "türkçe konuş", "tr"),
        ("Wie haalt mijn grofvuil op?", "بالعربية من فضلك", "ar"),
        ("Kimlik kartımı nasıl yenilerim?", "nederlands aub", "nl"),
        ("كيف أجدد بطاقة الهوية؟", "türkçe lütfen", "tr"),
    ],
)
def test_asking_for_a_language_says_the_last_answer_in_it(
    resident: Resident, content: Content, first: str, wish: str, wanted: str
) -> None:
    topic = resident.says(first).answer["topic"]
    heard = resident.says(wish)
    assert heard.language == wanted
    assert content.phrase("language_chosen", wanted) in heard.text
    assert (heard.answer["topic"], heard.answer["language"]) == (topic, wanted)


def test_writing_in_another_language_is_enough(resident: Resident) -> None:
    resident.says("Wie haalt mijn grofvuil op?")
    heard = resident.says("Sokak lambası yanmıyor, kime söyleyeyim?")
    assert (heard.language, heard.answer["language"]) == ("tr", "tr")


@pytest.mark.parametrize(
    ("language", "question"),
    [("en", "Who repairs the broken street lamp?"), ("fr", "Qui répare le lampadaire dans ma rue ?")],
)
def test_a_foreign_question_is_answered_through_a_machine_after_yes(
    resident: Resident, translator: LibreTranslate, language: str, question: str
) -> None:
    translator.asked.clear()
    offer = resident.says(question)
    assert [message["language"] for message in offer.messages] == [language]
    assert translator.asked == []

    heard = resident.presses("/translate_yes", offered=offer)
    assert heard.answer["topic"] == "street-light"
    assert heard.answer["language"] == language
    assert heard.answer["notice"] == NOTICES[language]
    assert heard.answer["text"].startswith(f"({language}) ")
    assert not heard.card["dutch"]["text"].startswith("(")


def test_a_typed_yes_will_do_and_is_not_asked_again(resident: Resident) -> None:
    resident.says("Who repairs the broken street lamp?")
    assert resident.says("yes").answer["topic"] == "street-light"
    assert resident.says("Who repairs the broken street lamp?").answer["notice"] == NOTICES["en"]


def test_a_no_translates_nothing(resident: Resident, translator: LibreTranslate) -> None:
    translator.asked.clear()
    offer = resident.says("Who repairs the broken street lamp?")
    resident.presses("/translate_no", offered=offer)
    assert translator.asked == []


def test_personal_numbers_do_not_reach_the_machine(resident: Resident, translator: LibreTranslate) -> None:
    translator.asked.clear()
    offer = resident.says("Who repairs the broken street lamp in my street? Please call me on 0470 12 34 56 tonight.")
    resident.presses("/translate_yes", offered=offer)
    assert translator.asked
    assert not any("0470" in asked.text for asked in translator.asked)


def test_a_tapped_city_keeps_the_translation(resident: Resident) -> None:
    offer = resident.says("Who repairs the broken street lamp?")
    asked = resident.presses("/translate_yes", offered=offer)
    heard = resident.presses('/choose_city{"city":"genk"}', offered=asked)
    assert heard.city == "genk"
    assert heard.answer["language"] == "en"


def test_a_machine_that_is_down_is_said(resident: Resident, translator: LibreTranslate) -> None:
    down = {other.tag: other.down for other in load_languages().others}
    offer = resident.says("Who repairs the broken street lamp?")
    translator.status = 500
    try:
        heard = resident.presses("/translate_yes", offered=offer)
    finally:
        translator.status = 200
    assert (heard.kinds, heard.text) == (["notice"], down["en"])
