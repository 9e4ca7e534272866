"""The chat contract over HTTP: shapes, errors, history, wipe."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import Button, TurnResult
from tests.gateway.fake_rasa import FakeRasa, saying


def say(client: FlaskClient, text: str, **more: object) -> dict[str, object]:
    """One turn; its JSON."""
    response = client.post("/api/chat", json={"conversation": None, "text": text, **more})
    assert response.status_code == 200, response.json
    return response.json


def test_an_answer_has_every_field_of_the_contract(client: FlaskClient, rasa: FakeRasa, content: Content) -> None:
    reply = answer_with(content, "household-waste-collection", language="tr", city="genk")
    rasa.result = TurnResult(replies=(reply,))
    told = say(client, "çöp ne zaman toplanıyor", city="genk")
    assert told.keys() == {"conversation", "language", "city", "owner", "messages"}
    assert (told["language"], told["city"], told["owner"]) == ("tr", "genk", "bot")
    (message,) = told["messages"]
    assert message["from"] == "bot"
    assert message["kind"] == "answer"
    assert (message["language"], message["direction"]) == ("tr", "ltr")
    assert message["topic"] == "household-waste-collection"
    assert message["audio"].startswith("/audio/")
    card = message["card"]
    assert card["responsible"] == {"id": "limburg-net", "name": card["responsible"]["name"], "level": "intermunicipal"}
    assert card["decides"]["id"] == "limburg-net"
    assert card["dutch"].keys() >= {"title", "text"}
    assert card["status"] == "sourced"
    assert {"title", "url", "seen_on"} <= card["sources"][0].keys()
    assert {"kind", "value", "source"} <= card["contacts"][0].keys()


def test_a_dutch_answer_has_no_dutch_translation(content: Content) -> None:
    reply = answer_with(content, "household-waste-collection", language="nl", city=None)
    assert "dutch" not in (reply.card or {})


def test_arabic_is_right_to_left(client: FlaskClient, rasa: FakeRasa, content: Content) -> None:
    rasa.result = TurnResult(replies=(answer_with(content, "bulky-waste", language="ar", city=None),))
    assert say(client, "من يأخذ الأثاث القديم؟")["messages"][0]["direction"] == "rtl"


@pytest.mark.parametrize(
    ("body", "content_type", "status", "code"),
    [
        ("{", "application/json", 400, "invalid_json"),
        ('{"text": "hallo"}', "text/plain", 415, "unsupported_media_type"),
        ("[]", "application/json", 422, "invalid_request"),
        ("{}", "application/json", 422, "invalid_request"),
        ('{"text": 5}', "application/json", 422, "invalid_request"),
        ('{"text": "hallo", "language": "fr"}', "application/json", 422, "invalid_request"),
        ('{"text": "hallo", "city": "gent"}', "application/json", 422, "invalid_request"),
        ('{"text": "   "}', "application/json", 422, "empty_message"),
        ('{"text": "\\u200b\\u0007"}', "application/json", 422, "empty_message"),
        (json.dumps({"text": "a" * 2001}), "application/json", 413, "too_long"),
        (json.dumps({"text": "a" * 100_000}), "application/json", 413, "too_long"),
        ("[" * 50_000, "application/json", 400, "invalid_json"),
    ],
)
def test_bad_input_gets_a_clear_error(
    client: FlaskClient, body: str, content_type: str, status: int, code: str
) -> None:
    response = client.post("/api/chat", data=body, content_type=content_type)
    assert response.status_code == status
    assert response.json["error"]["code"] == code
    assert response.json["error"]["message"]


def test_errors_speak_the_language_of_the_request(client: FlaskClient, content: Content) -> None:
    response = client.post("/api/chat", json={"text": "", "language": "ar"})
    assert response.json["error"]["message"] == content.phrase("empty", "ar")


def test_control_characters_and_zero_width_text_are_taken_out(client: FlaskClient, rasa: FakeRasa) -> None:
    say(client, "ha\u200bl\u0000lo\u202e daar")
    assert rasa.asked[-1][0] == "hallo daar"


def test_an_unknown_conversation_starts_anew_says_so_and_answers(
    client: FlaskClient, content: Content, rasa: FakeRasa
) -> None:
    told = client.post("/api/chat", json={"conversation": "never-was", "text": "hallo"}).json
    assert told["conversation"] != "never-was"
    assert [message["text"] for message in told["messages"]] == [content.phrase("conversation_lost", "nl"), "Dag!"]


def test_a_typed_slash_command_is_plain_text(client: FlaskClient, rasa: FakeRasa) -> None:
    say(client, "/restart")
    say(client, '/choose_city{"city":"genk"}')
    assert [text[0] for text, _ in rasa.asked] == ["r", "c"]


def test_only_an_offered_button_is_carried_out_and_only_in_its_conversation(
    client: FlaskClient, rasa: FakeRasa
) -> None:
    rasa.result = saying("Bedoel je dit?", Button(title="Grofvuil", payload="/bulky-waste"))
    conversation = say(client, "grof")["conversation"]
    client.post("/api/chat", json={"conversation": conversation, "text": "/bulky-waste"})
    assert rasa.asked[-1][0] == "/bulky-waste"
    say(client, "/bulky-waste")
    assert rasa.asked[-1][0] == "bulky-waste"
    history = client.get(f"/api/chat/{conversation}").json["messages"]
    assert history[-2]["text"] == "Grofvuil"  # what the resident sees as having said


def test_history_keeps_the_order_and_wipe_forgets_everything(client: FlaskClient) -> None:
    conversation = say(client, "hallo")["conversation"]
    client.post("/api/chat", json={"conversation": conversation, "text": "nog eens"})
    messages = client.get(f"/api/chat/{conversation}").json["messages"]
    assert [message["from"] for message in messages] == ["resident", "bot", "resident", "bot"]
    assert client.delete(f"/api/chat/{conversation}").status_code == 204
    for url in (f"/api/chat/{conversation}", f"/api/chat/{conversation}/events"):
        assert client.get(url).status_code == 404
    assert client.delete(f"/api/chat/{conversation}").status_code == 404


def test_the_language_follows_each_message_and_can_be_chosen(client: FlaskClient, rasa: FakeRasa) -> None:
    first = say(client, "Merhaba, çöpümüz alınmadı, kime sormalıyım?")
    assert first["language"] == "tr"
    again = client.post("/api/chat", json={"conversation": first["conversation"], "text": "ok"}).json
    assert again["language"] == "tr"  # too short to tell: the conversation's language stays
    chosen = client.post("/api/chat", json={"conversation": first["conversation"], "text": "ok", "language": "ar"}).json
    assert chosen["language"] == "ar"


def test_the_language_of_the_page_decides_only_where_words_do_not(client: FlaskClient, rasa: FakeRasa) -> None:
    on_arabic_page = {"page_language": "ar"}
    assert client.post("/api/chat", json={"text": "???", **on_arabic_page}).json["language"] == "ar"
    clear = client.post("/api/chat", json={"text": "Wie haalt het grofvuil bij mij thuis op?", **on_arabic_page}).json
    assert clear["language"] == "nl"
    later = {"conversation": clear["conversation"], "text": "???", **on_arabic_page}
    assert client.post("/api/chat", json=later).json["language"] == "nl"
    assert client.post("/api/chat", json={"text": "hallo", "page_language": "fr"}).status_code == 422


def test_the_city_is_remembered(client: FlaskClient, rasa: FakeRasa) -> None:
    conversation = say(client, "hallo", city="beringen")["conversation"]
    told = client.post("/api/chat", json={"conversation": conversation, "text": "hallo"}).json
    assert told["city"] == "beringen"
    assert rasa.asked[-1][1]["city"] == "beringen"


def test_events_stream_what_the_bot_says(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.widget.api.STREAM_SECONDS", 0.05)
    monkeypatch.setattr("gateway.widget.api.POLL_SECONDS", 0.01)
    conversation = say(client, "hallo")["conversation"]
    response = client.get(f"/api/chat/{conversation}/events", headers={"Last-Event-ID": "0"})
    assert response.mimetype == "text/event-stream"
    text = response.get_data(as_text=True)
    assert text.count("event: message") == 1  # the resident's own message is not sent back
    assert "Dag!" in text
