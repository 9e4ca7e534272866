"""The logs of all four processes hold nothing that a resident wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scripts.stack import Stack
from tests.journeys.resident import Resident
from tests.journeys.starting import logs_of

pytestmark = pytest.mark.journey

NAME = "Kwibelina"
PHONE = "0468 31 97 53"
# Words that nothing but a resident of this test writes; also in what would be a command, an address or a code.
MARKS = ("Zwirrelpoef", "Yıldızböğürt", "قرنبيطستان")
SAID = (
    "Wie repareert de lamp in de Zwirrelpoefstraat?",
    "zwirrelpoef zwirrelpoef",
    "/zwirrelpoef",
    '/choose_city{"city":"Zwirrelpoef"}',
    "Yıldızböğürt sokağında lamba yanmıyor, kime söyleyeyim?",
    "من يصلح المصباح في شارع قرنبيطستان؟",
    "Who repairs the street lamp in Zwirrelpoef street, I live there for ten years?",
    "yes",
    "status van Zwirrelpoef",
)


def everything_private(text: str) -> list[str]:
    """Which of the private words are in `text`, however they are cased or escaped."""
    digits = PHONE.replace(" ", "")
    words = (*MARKS, NAME, PHONE, digits, digits[1:])
    escaped = [word.encode("unicode_escape").decode() for word in words]
    return [word for word in (*words, *escaped) if word.casefold() in text.casefold()]


def test_no_words_of_residents_in_any_log(stack: Stack, newcomer: Callable[..., Resident]) -> None:
    resident = newcomer(city="genk")
    for said in SAID:
        resident.says(said)
    offer = resident.says("ik wil een mens spreken")
    how = resident.presses("/handover_agree", offered=offer)
    resident.presses("/reach_phone", offered=how)
    resident.says(PHONE)
    assert resident.says(NAME).owner == "waiting"
    for address in ("/topics?q=Zwirrelpoef", "/api/search?q=Zwirrelpoef", "/Zwirrelpoef", "/t/Zwirrelpoef"):
        resident.gets(address)

    logs = logs_of(stack)
    assert set(logs) == {"rasa", "actions", "gateway", "worker"}
    assert logs["gateway"]
    for log in logs.values():
        assert everything_private(log) == []
