"""A plain question in one's own language gets the card of who does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from civic.content.load import Content
from tests.journeys.resident import Resident

pytestmark = pytest.mark.journey

QUESTIONS = [
    ("nl", "Wie haalt mijn grofvuil op?", "bulky-waste", "limburg-net", "intermunicipal"),
    ("nl", "Waar vraag ik een nieuwe identiteitskaart aan?", "identity-card", "city", "city"),
    ("nl", "Wie repareert een kapotte straatlamp?", "street-light", "fluvius", "utility"),
    ("tr", "İri eşyayı evden aldırmak için nereye başvuruyoruz?", "bulky-waste", "limburg-net", "intermunicipal"),
    ("tr", "Kimlik kartımı nasıl yenilerim?", "identity-card", "city", "city"),
    ("tr", "Sokak lambası yanmıyor, kime söyleyeyim?", "street-light", "fluvius", "utility"),
    ("ar", "من يأخذ الأثاث القديم من البيت؟", "bulky-waste", "limburg-net", "intermunicipal"),
    ("ar", "كيف أجدد بطاقة الهوية؟", "identity-card", "city", "city"),
    ("ar", "من يصلح مصباح الشارع المعطل؟", "street-light", "fluvius", "utility"),
]


@pytest.mark.parametrize(("language", "question", "topic", "who", "level"), QUESTIONS)
def test_a_question_gets_the_card_of_who_does_it(
    resident: Resident, content: Content, language: str, question: str, topic: str, who: str, level: str
) -> None:
    heard = resident.says(question)
    assert heard.language == language
    assert heard.answer["topic"] == topic
    assert heard.answer["direction"] == ("rtl" if language == "ar" else "ltr")
    responsible = heard.card["responsible"]
    assert (responsible["id"], responsible["level"]) == (who, level)
    assert heard.answer["text"] == content.said(topic, language, None).wording.answer
    assert heard.card["steps"]
    assert heard.card["sources"]


@pytest.mark.parametrize(("language", "question", "topic"), [row[:3] for row in QUESTIONS if row[0] != "nl"])
def test_a_translated_answer_carries_the_dutch_beside_it(
    resident: Resident, content: Content, language: str, question: str, topic: str
) -> None:
    heard = resident.says(question)
    wording = content.said(topic, "nl", None).wording
    assert heard.card["dutch"]["title"] == wording.title
    assert heard.card["dutch"]["text"] == wording.answer
    assert heard.answer["text"] != wording.answer


def test_a_dutch_answer_has_nothing_beside_it(resident: Resident) -> None:
    assert not resident.says("Wie haalt mijn grofvuil op?").card.get("dutch")


def test_two_residents_do_not_hear_each_others_answers(newcomer: Callable[..., Resident]) -> None:
    fatma, jan = newcomer(), newcomer()
    fatma.says("Kimlik kartımı nasıl yenilerim?")
    jan.says("Wie repareert een kapotte straatlamp?")
    assert fatma.says("tekrar et").answer["topic"] == "identity-card"
    assert jan.says("herhaal dat eens").answer["topic"] == "street-light"
