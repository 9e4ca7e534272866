"""The ladder on a card: who decides, who does it, where you start; the same in the chat and on the page of a topic."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.cards import answer_with, card_for
from civic.content.load import Content
from civic.replies import TurnResult
from tests.gateway.fake_rasa import FakeRasa

APART, TOGETHER = "nationality", "bulky-waste"
LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])


def rungs(html: str) -> list[str]:
    """The rungs of the first ladder that is not inside a <template>, top first."""
    ladder = re.search(r'<ol class="ladder".*?</ol>', re.sub(r"<template.*?</template>", "", html, flags=re.S), re.S)
    assert ladder
    return re.findall(r'<li class="rung.*?</li>', ladder[0], re.S)


def in_chat(app: Flask, client: FlaskClient, rasa: FakeRasa, content: Content, topic: str, language: str) -> str:
    """The chat page after a question that is answered with `topic`."""
    app.config["WTF_CSRF_ENABLED"] = False
    rasa.result = TurnResult(replies=(answer_with(content, topic, language=language, city="genk"),))
    client.get(f"/?language={language}&city=genk")
    assert client.post("/chat", data={"text": "grofvuil"}).status_code == 303
    return client.get(f"/?language={language}").get_data(as_text=True)


@LANGUAGES
@pytest.mark.parametrize("place", ["chat", "page"])
def test_two_bodies_and_the_start_are_three_rungs(
    app: Flask, client: FlaskClient, rasa: FakeRasa, content: Content, language: str, place: str
) -> None:
    if place == "chat":
        html = in_chat(app, client, rasa, content, APART, language)
    else:
        html = client.get(f"/t/{APART}?language={language}&city=genk").get_data(as_text=True)
    card = card_for(content, APART, language=language, city="genk")
    decides, does, start = rungs(html)
    for rung, body, role in ((decides, card["decides"], "decides"), (does, card["responsible"], "does")):
        assert body["name"] in rung
        assert content.phrase(f"ui_level_{body['level']}", language) in rung
        assert content.phrase(f"ui_path_{role}", language) in rung
        assert f"#level-{body['level']}" in rung
        assert f"#role-{role}" in rung
    assert card["steps"][0] in start.replace("&#39;", "'")
    assert "#role-start" in start
    assert all(f"#action-{action}" in start for action in card["actions"][0])


@LANGUAGES
def test_one_body_that_decides_and_does_it_is_one_rung_with_both_signs(
    client: FlaskClient, content: Content, language: str
) -> None:
    html = client.get(f"/t/{TOGETHER}?language={language}").get_data(as_text=True)
    does, _ = rungs(html)
    assert content.phrase("ui_path_both", language) in does
    assert content.phrase("ui_path_does", language) not in re.sub(
        re.escape(content.phrase("ui_path_both", language)), "", does
    )
    assert "#role-decides" in does
    assert "#role-does" in does


def test_every_topic_has_a_ladder_in_every_city(client: FlaskClient, content: Content) -> None:
    for topic in content.topics:
        for city in content.cities:
            card = card_for(content, topic, language="nl", city=city)
            apart = card["decides"]["id"] != card["responsible"]["id"]
            found = rungs(client.get(f"/t/{topic}?language=nl&city={city}").get_data(as_text=True))
            assert len(found) == 2 + apart, (topic, city)


def test_a_card_kept_from_before_there_were_pictures_still_shows(
    app: Flask, client: FlaskClient, rasa: FakeRasa, content: Content
) -> None:
    reply = answer_with(content, APART, language="nl", city="genk")
    old = {name: value for name, value in (reply.card or {}).items() if name != "actions"}
    app.config["WTF_CSRF_ENABLED"] = False
    rasa.result = TurnResult(replies=(reply.model_copy(update={"card": old}),))
    client.get("/?language=nl&city=genk")
    client.post("/chat", data={"text": "belg worden"})
    found = rungs(client.get("/?language=nl").get_data(as_text=True))
    assert len(found) == 3
    assert "#action-" not in found[-1]


def test_the_script_gets_an_empty_ladder_with_every_part(client: FlaskClient) -> None:
    html = client.get("/?language=nl").get_data(as_text=True)
    template = re.search(r'<template id="message-ar".*?</template>', html, re.S)
    assert template
    for part in ("card.apart", "card.decides.icon", "card.responsible.icon", "card.first", "card.firstPictures"):
        assert part in template[0]
