"""Everything outside is down some day: what the resident then sees, and what the log says."""

from __future__ import annotations

import logging
import sqlite3

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.content.load import Content
from gateway.limits import limiter
from gateway.services import Services
from gateway.settings import Settings
from tests.gateway.fake_rasa import FakeRasa


@pytest.fixture
def locked(parts: Services) -> sqlite3.Connection:
    """Another process holds the database and does not let go."""
    holder = sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    yield holder
    holder.execute("ROLLBACK")
    holder.close()


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_without_rasa_there_is_an_apology_and_the_offer_of_a_person(
    client: FlaskClient, rasa: FakeRasa, content: Content, language: str
) -> None:
    rasa.down = True
    told = client.post("/api/chat", json={"text": "grofvuil", "language": language}).json
    sorry, offer = told["messages"]
    assert sorry["text"] == content.phrase("apology", language)
    assert offer["kind"] == "handover"
    assert [button["payload"] for button in offer["buttons"]] == ["/handover_agree", "/handover_decline"]


def test_a_case_can_be_opened_without_rasa(client: FlaskClient, rasa: FakeRasa) -> None:
    rasa.down = True
    conversation = client.post("/api/chat", json={"text": "grofvuil"}).json["conversation"]
    for text in ("/handover_agree", "/reach_chat", "/handover_skip"):
        told = client.post("/api/chat", json={"conversation": conversation, "text": text}).json
    assert told["owner"] == "waiting"
    assert "code" in told["messages"][0]["text"]


@pytest.mark.parametrize(
    ("text", "language"), [("mijn huis staat in brand", "nl"), ("evde yangın var", "tr"), ("البيت يحترق", "ar")]
)
def test_an_emergency_gets_its_number_without_rasa_and_without_the_database(
    client: FlaskClient, rasa: FakeRasa, locked: sqlite3.Connection, text: str, language: str
) -> None:
    rasa.down = True
    told = client.post("/api/chat", json={"text": text})
    assert told.status_code == 200
    (message,) = told.json["messages"]
    assert (message["kind"], message["language"]) == ("emergency", language)
    assert "112" in message["text"]
    assert rasa.asked == []


def test_a_locked_database_is_said_and_nothing_is_lost(
    client: FlaskClient, locked: sqlite3.Connection, content: Content
) -> None:
    response = client.post("/api/chat", json={"text": "merhaba", "language": "tr"})
    assert response.status_code == 503
    assert response.json["error"]["message"] == content.phrase("unavailable", "tr")


def test_the_page_keeps_the_typed_text_when_the_database_is_locked(app: Flask, locked: sqlite3.Connection) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    response = app.test_client().post("/chat", data={"text": "waar is de bib?"})
    assert response.status_code == 503
    assert "waar is de bib?" in response.get_data(as_text=True)


def test_fifty_messages_in_a_second_are_slowed_down_but_an_emergency_passes(
    app: Flask, parts: Services, content: Content
) -> None:
    limiter.reset()
    object.__setattr__(parts, "settings", parts.settings.model_copy(update={"messages_per_second": 10}))
    client = app.test_client()
    conversation = client.post("/api/chat", json={"text": "hallo"}).json["conversation"]
    asked = {"conversation": conversation, "text": "hallo", "language": "tr"}
    answers = [client.post("/api/chat", json=asked) for _ in range(50)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].json["error"]["message"] == content.phrase("too_many", "tr")
    urgent = client.post("/api/chat", json={"conversation": conversation, "text": "yangın var"})
    assert urgent.status_code == 200
    assert urgent.json["messages"][0]["kind"] == "emergency"


def test_an_unexpected_error_gives_an_apology_and_an_incident_not_a_trace(
    settings: Settings,
    parts: Services,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from gateway.application import create_app

    app = create_app(settings, parts)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("geheim: mijn nummer is 0470 12 34 56")

    monkeypatch.setattr(rasa, "ask", broken)
    response = app.test_client().post("/api/chat", json={"text": "hallo"})
    assert response.status_code == 500
    assert "Traceback" not in response.get_data(as_text=True)
    assert "incident=" in caplog.text
    assert "geheim" not in caplog.text


def test_logs_hold_no_words_of_residents(client: FlaskClient, rasa: FakeRasa, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "Fatma Yilmaz 0470 12 34 56 Kolderbos"
    conversation = client.post("/api/chat", json={"text": secret}).json["conversation"]
    rasa.down = True
    client.post("/api/chat", json={"conversation": conversation, "text": secret})
    for text in ("/handover_agree", "/reach_phone", "0470 12 34 56", "Fatma"):
        client.post("/api/chat", json={"conversation": conversation, "text": text})
    for word in ("Fatma", "Yilmaz", "0470", "Kolderbos"):
        assert word not in caplog.text


def test_readyz_names_what_is_missing(client: FlaskClient, rasa: FakeRasa) -> None:
    rasa.down = True
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json["parts"] == {
        "rasa": "unavailable",
        "actions": "unavailable",
        "database": "ok",
        "worker": "down",
    }
    assert client.get("/healthz").status_code == 200
