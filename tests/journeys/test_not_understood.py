"""What is not clear is asked back; what is not ours is said; what looks like a command is plain text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from civic.content.load import Content
from tests.journeys.resident import Heard, Resident

pytestmark = pytest.mark.journey

# Which of these is vague enough depends on the trained model; one of them always is.
VAGUE = {
    "nl": ("afval", "belasting", "kaart", "huis", "geld", "straat", "school"),
    "tr": ("çöp", "vergi", "kart", "ev", "para", "sokak", "okul"),
    "ar": ("نفايات", "ضريبة", "بطاقة", "بيت", "مال", "شارع", "مدرسة"),
}


@pytest.fixture
def asked_back(newcomer: Callable[..., Resident]) -> Callable[[str], tuple[Resident, Heard]]:
    """A resident whose question was not clear, and what they were asked."""

    def find(language: str) -> tuple[Resident, Heard]:
        for question in VAGUE[language]:
            resident = newcomer(language=language, city="genk")
            heard = resident.says(question)
            if heard.kinds == ["clarify"]:
                return resident, heard
        raise AssertionError("no vague question was asked back")

    return find


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_a_vague_question_is_asked_back_and_a_choice_is_answered(
    asked_back: Callable[[str], tuple[Resident, Heard]], content: Content, language: str
) -> None:
    resident, asked = asked_back(language)
    (message,) = asked.messages
    offered = [button for button in message["buttons"] if "topic" in button]
    assert 1 <= len(offered) <= 3
    for button in offered:
        assert button["title"] == content.said(button["topic"], language, "genk").wording.title

    heard = resident.presses(offered[0]["payload"], offered=asked)
    assert (heard.language, heard.answer["topic"]) == (language, offered[0]["topic"])


def test_none_of_these_is_an_honest_no_and_a_person(asked_back: Callable[[str], tuple[Resident, Heard]]) -> None:
    resident, asked = asked_back("nl")
    heard = resident.presses("/none_of_these", offered=asked)
    assert heard.payloads == ["/ask_person"]


@pytest.mark.parametrize(
    ("language", "question"),
    [("nl", "wat voor weer wordt het morgen"), ("tr", "bugün hava nasıl"), ("ar", "كيف الطقس اليوم")],
)
def test_what_is_not_ours_is_said_with_the_way_to_a_person(
    resident: Resident, content: Content, language: str, question: str
) -> None:
    heard = resident.says(question)
    assert heard.text == content.phrase("out_of_scope", language)
    assert heard.payloads == ["/ask_person"]


def test_a_typed_restart_is_plain_text_and_nothing_is_lost(resident: Resident) -> None:
    resident.says("Wie repareert een kapotte straatlamp?")
    resident.says("/restart")
    assert resident.says("herhaal dat eens").answer["topic"] == "street-light"


@pytest.mark.parametrize(
    "command",
    [
        '/choose_language{"language":"tr"}',
        "/escalate",
        "/forget_confirmed",
        "/bulky-waste",
    ],
)
def test_a_typed_command_that_was_not_offered_is_not_carried_out(resident: Resident, command: str) -> None:
    resident.says("wat voor weer wordt het morgen")
    heard = resident.says(command)
    assert (heard.language, heard.city, heard.owner) == ("nl", None, "bot")
    assert resident.history().status_code == 200


def test_a_button_of_someone_else_is_plain_text(newcomer: Callable[..., Resident]) -> None:
    one, other = newcomer(), newcomer()
    one.says("ik wil een mens spreken")
    heard = other.says("/handover_agree")
    assert "/reach_chat" not in heard.payloads
