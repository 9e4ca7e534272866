"""The first words tell the language, or a choice of languages is offered."""

from __future__ import annotations

import pytest

from civic.content.load import Content
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.whatsapp.phone import Resident, words
from tests.standins.graph.state import Graph


@pytest.mark.parametrize(
    ("text", "language"),
    [("çöpümü kim topluyor?", "tr"), ("من يجمع النفايات؟", "ar"), ("wie haalt mijn vuilniszak op?", "nl")],
)
def test_the_first_message_tells_the_language(resident: Resident, content: Content, text: str, language: str) -> None:
    told = resident.says(text)
    assert resident.talk.language == language
    assert told[-1].text.endswith(plain(content.phrase("whatsapp_welcome", language), told[-1].text))
    assert content.phrase("whatsapp_language_question", "tr") not in words(told)


def plain(phrase: str, shown: str) -> str:
    """The phrase as it is shown: names in Arabic are isolated with signs that nobody sees."""
    isolated = phrase
    for name in ("rijksregisternummer", "STOP"):
        isolated = isolated.replace(name, f"\u2068{name}\u2069")
    return isolated if "\u2068" in shown else phrase


def test_who_says_too_little_is_asked_in_every_language(resident: Resident, content: Content) -> None:
    told = resident.says("ok")
    for language in ("nl", "tr", "ar"):
        assert content.phrase("whatsapp_language_question", language) in told[-1].text
    assert {"Nederlands", "Türkçe", "العربية"} <= set(told[-1].choices)


@pytest.mark.parametrize(
    ("number", "language"), [("905320000001", "tr"), ("212600000001", "ar"), ("32470000001", "nl")]
)
def test_a_foreign_number_hints_at_the_language(graph: Graph, resident: Resident, number: str, language: str) -> None:
    someone = Resident(graph, resident.courier, number)
    someone.says("ok")
    assert someone.talk.language == language


def test_the_language_is_chosen_with_a_tap_also_without_rasa(
    resident: Resident, rasa: FakeRasa, content: Content
) -> None:
    resident.says("ok")
    rasa.down = True
    told = resident.taps("Türkçe")
    assert resident.talk.language == "tr"
    assert content.phrase("apology", "tr") in words(told)


def test_nobody_is_welcomed_twice(resident: Resident, content: Content) -> None:
    told = resident.says("wie haalt het grofvuil op?") + resident.says("en het oud papier dan?")
    assert words(told).count(content.phrase("whatsapp_welcome", "nl")) == 1
