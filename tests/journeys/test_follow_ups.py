"""After an answer: its phone number, who decides, again, slower, simpler."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from civic.content.load import Content
from tests.journeys.resident import Resident

pytestmark = pytest.mark.journey

PHONE = "0800 90 720"
WORDS = {
    "nl": {
        "question": "Waar is het containerpark?",
        "phone": "wat is het telefoonnummer?",
        "decides": "wie beslist dat?",
        "repeat": "herhaal dat eens",
        "slower": "trager aub",
        "simpler": "ik begrijp het niet",
    },
    "tr": {
        "question": "Geri dönüşüm parkı nerede?",
        "phone": "telefon numarası ne",
        "decides": "buna kim karar veriyor",
        "repeat": "tekrar et",
        "slower": "daha yavaş lütfen",
        "simpler": "anlamadım",
    },
    "ar": {
        "question": "أين مركز إعادة التدوير؟",
        "phone": "ما رقم الهاتف",
        "decides": "من يقرر ذلك",
        "repeat": "أعد من فضلك",
        "slower": "تكلم ببطء",
        "simpler": "لم أفهم",
    },
}
Starter = Callable[[str], Resident]
LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])


@pytest.fixture
def answered(newcomer: Callable[..., Resident]) -> Starter:
    """Makes a resident of Genk who has just heard about the recycling park."""

    def start(language: str) -> Resident:
        resident = newcomer(city="genk")
        resident.says(WORDS[language]["question"])
        return resident

    return start


@LANGUAGES
def test_the_phone_number_of_the_last_answer(answered: Starter, language: str) -> None:
    heard = answered(language).says(WORDS[language]["phone"])
    assert heard.kinds == ["text"]
    assert PHONE in heard.text


@LANGUAGES
def test_who_decides(answered: Starter, content: Content, language: str) -> None:
    heard = answered(language).says(WORDS[language]["decides"])
    name = content.organisation("limburg-net", "genk").names.in_language(language)
    assert heard.text == content.phrase("decides_same", language, decides=name)


@LANGUAGES
def test_again(answered: Starter, language: str) -> None:
    heard = answered(language).says(WORDS[language]["repeat"])
    assert (heard.language, heard.answer["topic"]) == (language, "recycling-park")


@LANGUAGES
def test_slower_gives_the_slow_voice(answered: Starter, content: Content, language: str) -> None:
    heard = answered(language).says(WORDS[language]["slower"])
    assert content.phrase("slower_reply", language) in heard.text
    assert heard.answer["audio"] == heard.answer["audio_slow"]


@LANGUAGES
def test_simpler_gives_fewer_words_and_a_person(answered: Starter, content: Content, language: str) -> None:
    heard = answered(language).says(WORDS[language]["simpler"])
    wording = content.said("recycling-park", language, "genk").wording
    assert heard.answer["text"] == wording.simple
    assert len(wording.simple.split()) < len(wording.answer.split())
    assert heard.payloads == ["/ask_person"]


@LANGUAGES
def test_a_follow_up_without_an_answer_says_so(resident: Resident, language: str) -> None:
    heard = resident.says(WORDS[language]["repeat"])
    assert heard.kinds == ["text"]


def test_a_new_question_about_a_place_is_not_about_the_last_one(answered: Starter) -> None:
    heard = answered("nl").says("Waar is de bibliotheek?")
    assert "Horizonlaan" not in heard.text
