"""A question about a word is answered at once, with a way on; the words of a card can be opened on every page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.cards import answer_with, card_for
from civic.content.load import Content
from civic.replies import TurnResult
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.test_chat_contract import say


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Wat is een schepen?"),
        ("tr", "Schepen ne demek?"),
        ("ar", "شو يعني schepen؟"),
    ],
)
def test_a_word_is_explained_in_the_language_of_the_conversation(
    client: FlaskClient, rasa: FakeRasa, content: Content, language: str, text: str
) -> None:
    told = say(client, text, language=language)
    (message,) = told["messages"]
    entry = content.glossary["schepen"]
    assert (message["kind"], message["language"]) == ("text", language)
    assert entry.title.in_language(language) in message["text"]
    assert entry.explanation.in_language(language) in message["text"]
    title = content.said("mayor-and-aldermen", language, None).wording.title
    assert message["buttons"] == [{"title": title, "payload": "/mayor-and-aldermen", "topic": "mayor-and-aldermen"}]
    assert not rasa.asked


def test_the_button_leads_to_the_topic(client: FlaskClient, rasa: FakeRasa) -> None:
    conversation = say(client, "wat is een schepen")["conversation"]
    client.post("/api/chat", json={"conversation": conversation, "text": "/mayor-and-aldermen"})
    text, known = rasa.asked[-1]
    assert text == "/mayor-and-aldermen"
    assert known["context"]["last_topic"] == "mayor-and-aldermen"


def test_other_questions_go_to_the_bot(client: FlaskClient, rasa: FakeRasa) -> None:
    say(client, "wat is het nummer van het OCMW?")
    assert len(rasa.asked) == 1


def test_an_answer_carries_its_hard_words(client: FlaskClient, rasa: FakeRasa, content: Content) -> None:
    rasa.result = TurnResult(replies=(answer_with(content, "leefloon", language="tr", city="genk"),))
    (message,) = say(client, "param yok, kim yardım eder", city="genk")["messages"]
    assert [word.keys() for word in message["card"]["words"]][0] == {"word", "title", "explanation"}


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_hard_words_open_without_javascript(
    app: Flask, client: FlaskClient, rasa: FakeRasa, content: Content, language: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client.get(f"/?language={language}")
    rasa.result = TurnResult(replies=(answer_with(content, "leefloon", language=language, city=None),))
    client.post("/chat", data={"text": "hallo"})
    words = card_for(content, "leefloon", language=language, city=None)["words"]
    assert words
    for path in ("/", "/t/leefloon"):
        html = client.get(f"{path}?language={language}").get_data(as_text=True)
        shown = unescape(html.split("<template")[0] if path == "/" else html)
        assert content.phrase("ui_words", language) in shown
        for word in words:
            title, meaning = re.escape(word["title"]), re.escape(word["explanation"])
            pattern = rf"<summary[^>]*>{title}</summary>\s*<p[^>]*>{meaning}</p>"
            assert re.search(pattern, shown), (path, word)


def test_the_browser_fills_the_same_list(client: FlaskClient) -> None:
    template = client.get("/").get_data(as_text=True).split('<template id="message-tr"')[1].split("</template>")[0]
    assert 'data-if="card.words"' in template
    assert 'data-each="card.words"' in template
    assert 'data-text="explanation"' in template


def test_a_card_without_hard_words_has_no_list(client: FlaskClient, content: Content) -> None:
    bare = next(topic for topic in content.topics if not card_for(content, topic, language="nl", city=None)["words"])
    assert content.phrase("ui_words", "nl") not in client.get(f"/t/{bare}?language=nl").get_data(as_text=True)
