"""The city is asked once, remembered, and then the contact details are those of that city."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.resident import Resident

pytestmark = pytest.mark.journey

PARKS = {"genk": "Horizonlaan 7, 3600 Genk", "beringen": "Nijverheidspark 14, 3580 Beringen"}
WHERE = {
    "nl": ("Waar is het containerpark?", "ik woon in {}", "Waar vraag ik een nieuwe identiteitskaart aan?"),
    "tr": ("Geri dönüşüm parkı nerede?", "{}'te oturuyorum", "Kimlik kartımı nasıl yenilerim?"),
    "ar": ("أين مركز إعادة التدوير؟", "أسكن في {}", "كيف أجدد بطاقة الهوية؟"),
}
ASK_CITY = ['/choose_city{"city":"beringen"}', '/choose_city{"city":"genk"}']


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_the_city_is_asked_once_and_remembered(resident: Resident, language: str) -> None:
    question, at_home, next_question = WHERE[language]

    asked = resident.says(question)
    assert sorted(asked.payloads) == ASK_CITY
    assert PARKS["genk"] not in asked.contacts

    told = resident.says(at_home.format("Genk"))
    assert (told.city, told.answer["topic"]) == ("genk", "recycling-park")
    assert PARKS["genk"] in told.contacts

    later = resident.says(next_question)
    assert (later.city, later.kinds) == ("genk", ["answer"])


@pytest.mark.parametrize("city", ["genk", "beringen"])
def test_a_tapped_city_does_the_same(resident: Resident, city: str) -> None:
    asked = resident.says("Waar is het containerpark?")
    told = resident.presses(f'/choose_city{{"city":"{city}"}}', offered=asked)
    assert told.city == city
    assert PARKS[city] in told.contacts


def test_who_does_not_answer_is_not_asked_again(resident: Resident) -> None:
    resident.says("Waar is het containerpark?")
    later = resident.says("Wie repareert een kapotte straatlamp?")
    assert later.kinds == ["answer"]


@pytest.mark.parametrize("city", ["genk", "beringen"])
def test_a_city_chosen_on_the_page_is_not_asked(newcomer: Callable[..., Resident], city: str) -> None:
    heard = newcomer(city=city).says("Waar is het containerpark?")
    assert heard.kinds == ["answer"]
    assert PARKS[city] in heard.contacts


def test_one_can_move(newcomer: Callable[..., Resident]) -> None:
    mover = newcomer(city="genk")
    mover.says("Waar is het containerpark?")
    told = mover.says("ik woon in Beringen")
    assert told.city == "beringen"
    assert PARKS["beringen"] in told.contacts
