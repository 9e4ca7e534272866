"""A question in another language: offered, agreed, translated both ways and marked; or said to be impossible."""

from __future__ import annotations

import dataclasses

import pytest
from flask.testing import FlaskClient

from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import TurnResult
from civic.translation.ports import TranslationUnavailable
from gateway.application import create_app
from gateway.services import Services
from gateway.settings import Settings
from tests.gateway.fake_rasa import FakeRasa

QUESTION = "Who collects the old sofa from my house, please?"


class MarkingTranslator:
    """Puts the target language before the text, so that a test sees what was translated."""

    def __init__(self) -> None:
        self.down = False
        self.asked: list[str] = []

    def translate(self, text: str, *, source: str, target: str) -> str:
        """As the port says."""
        if self.down:
            raise TranslationUnavailable("down")
        self.asked.append(text)
        return f"[{target}] {text}"


@pytest.fixture
def translator() -> MarkingTranslator:
    """The translator of this test."""
    return MarkingTranslator()


@pytest.fixture
def client(settings: Settings, parts: Services, translator: MarkingTranslator) -> FlaskClient:
    """The application with that translator."""
    return create_app(settings, dataclasses.replace(parts, translator=translator)).test_client()


def test_translation_is_offered_first_and_nothing_is_sent(
    client: FlaskClient, parts: Services, rasa: FakeRasa, translator: MarkingTranslator
) -> None:
    (offer,) = client.post("/api/chat", json={"text": QUESTION}).json["messages"]
    english = parts.languages.other("en")
    assert (offer["language"], offer["text"]) == ("en", english.offer)
    assert [button["title"] for button in offer["buttons"]] == [english.yes, english.no]
    assert translator.asked == []
    assert rasa.asked == []


@pytest.mark.parametrize("yes", ["/translate_yes", "yes"])
def test_on_yes_question_and_answer_are_translated_and_marked(
    client: FlaskClient, parts: Services, rasa: FakeRasa, content: Content, yes: str
) -> None:
    rasa.result = TurnResult(replies=(answer_with(content, "bulky-waste", language="nl", city=None),))
    conversation = client.post("/api/chat", json={"text": QUESTION}).json["conversation"]
    (answer,) = client.post("/api/chat", json={"conversation": conversation, "text": yes}).json["messages"]
    assert rasa.asked[-1][0] == f"[nl] {QUESTION}"
    assert rasa.asked[-1][1]["language"] == "nl"
    assert answer["language"] == "en"
    assert answer["text"].startswith("[en] Limburg.net")
    assert answer["notice"] == parts.languages.other("en").machine_notice
    assert answer["card"]["dutch"]["text"].startswith("Limburg.net")
    assert answer["audio"] is None


def test_later_questions_in_that_language_are_translated_without_asking_again(
    client: FlaskClient, rasa: FakeRasa, content: Content
) -> None:
    rasa.result = TurnResult(replies=(answer_with(content, "bulky-waste", language="nl", city=None),))
    conversation = client.post("/api/chat", json={"text": QUESTION}).json["conversation"]
    client.post("/api/chat", json={"conversation": conversation, "text": "/translate_yes"})
    again = {"conversation": conversation, "text": "And where can I get a new identity card in this town?"}
    assert client.post("/api/chat", json=again).json["messages"][0]["text"].startswith("[en]")


def test_on_no_nothing_is_translated(client: FlaskClient, translator: MarkingTranslator, content: Content) -> None:
    conversation = client.post("/api/chat", json={"text": QUESTION}).json["conversation"]
    told = client.post("/api/chat", json={"conversation": conversation, "text": "/translate_no"}).json
    assert told["messages"][0]["text"] == content.phrase("declined", "nl")
    assert translator.asked == []


def test_an_engine_that_is_down_is_said_in_that_language(
    client: FlaskClient, parts: Services, translator: MarkingTranslator
) -> None:
    conversation = client.post("/api/chat", json={"text": QUESTION}).json["conversation"]
    translator.down = True
    told = client.post("/api/chat", json={"conversation": conversation, "text": "/translate_yes"}).json
    assert told["messages"][0]["text"] == parts.languages.other("en").down


def test_personal_numbers_are_hidden_from_the_engine(client: FlaskClient, translator: MarkingTranslator) -> None:
    text = "My phone is 0470 12 34 56, who collects the old sofa from my house?"
    conversation = client.post("/api/chat", json={"text": text}).json["conversation"]
    client.post("/api/chat", json={"conversation": conversation, "text": "/translate_yes"})
    assert translator.asked
    assert not any("0470" in asked for asked in translator.asked)
