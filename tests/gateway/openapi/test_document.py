"""/openapi.json says what is served, all of it, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
import requests
import schemathesis
from flask import Flask
from flask.testing import FlaskClient

from civic.cards import card_for
from civic.content.load import Content
from gateway.openapi.card_shapes import Card
from gateway.openapi.document import something_visible

# Addresses that are described: the rest are pages.
DESCRIBED = ("/api/", "/webhooks/", "/healthz", "/readyz")
METAS_OWN = "/webhooks/whatsapp"  # its shape is described by Meta, and only Meta calls it


@pytest.fixture
def spec(client: FlaskClient) -> dict[str, Any]:
    """The document as programs get it."""
    response = client.get("/openapi.json")
    assert response.mimetype == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return dict(response.json)


def shape(spec: dict[str, Any], name: str) -> dict[str, Any]:
    """A schema that stands on its own."""
    return {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}


def test_it_is_valid_openapi(spec: dict[str, Any]) -> None:
    assert spec["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(spec).validate()


def test_a_broken_document_would_be_noticed(spec: dict[str, Any]) -> None:
    del spec["paths"]["/healthz"]["get"]["responses"]["200"]["description"]
    with pytest.raises(jsonschema_rs.ValidationError, match="description"):
        schemathesis.openapi.from_dict(spec).validate()


def test_every_call_is_in_it_and_nothing_else(app: Flask, spec: dict[str, Any]) -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+?)(?:_id)?>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(DESCRIBED) and rule.rule != METAS_OWN
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, methods in spec["paths"].items() for method in methods}
    assert described == served


def test_every_name_is_used_once(spec: dict[str, Any]) -> None:
    names = [told["operationId"] for methods in spec["paths"].values() for told in methods.values()]
    assert len(names) == len(set(names))


def test_the_webhook_is_signed_and_nothing_else_is(spec: dict[str, Any]) -> None:
    signed = [path for path, methods in spec["paths"].items() for told in methods.values() if "security" in told]
    assert signed == ["/webhooks/escalations"]
    names = {scheme["name"] for scheme in spec["components"]["securitySchemes"].values()}
    assert names == {"X-Timestamp", "X-Signature"}


def test_cities_and_topics_are_those_of_the_content(spec: dict[str, Any], content: Content) -> None:
    escalation = spec["components"]["schemas"]["Escalation"]["properties"]
    assert escalation["city"]["anyOf"][0]["enum"] == list(content.cities)
    assert escalation["topic"]["anyOf"][0]["enum"] == list(content.topics)


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
@pytest.mark.parametrize("city", [None, "genk", "beringen"])
def test_every_card_has_the_described_shape(content: Content, language: str, city: str | None) -> None:
    for topic in content.topics:
        card = card_for(content, topic, language=language, city=city)
        Card.model_validate(card)
        assert ("dutch" in card) is (language != "nl")


def test_the_examples_fit_their_schemas(spec: dict[str, Any]) -> None:
    for path in ("/api/chat", "/webhooks/escalations"):
        body = spec["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        name = body["schema"]["$ref"].rpartition("/")[2]
        jsonschema.validate(body["example"], shape(spec, name))


@pytest.mark.parametrize("text", ["a", " ? ", "\u200fم", "🙂", "\u200b.", "١"])
def test_text_that_shows_fits(text: str) -> None:
    assert re.search(something_visible(), text)


@pytest.mark.parametrize("text", ["", " ", "\n\t\x00", "\u200b\u200f\ufeff", "\u2028\u3000"])
def test_text_that_does_not_show_is_refused_as_described(client: FlaskClient, text: str) -> None:
    assert not re.search(something_visible(), text)
    assert client.post("/api/chat", json={"text": text}).status_code == 422


def test_a_method_that_is_not_there_says_which_are(client: FlaskClient) -> None:
    response = client.put("/api/chat/some-id")
    assert response.status_code == 405
    assert {"GET", "DELETE"} <= set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize("path", ["/api/chat/a%00b", "/api/chat/a%00b/events"])
def test_an_id_with_a_zero_is_no_conversation(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_stream_holds_messages_of_the_described_shape(service: str) -> None:
    spec = requests.get(f"{service}/openapi.json", timeout=10).json()
    talk = requests.post(f"{service}/api/chat", json={"text": "hallo", "language": "tr"}, timeout=10).json()
    address = f"{service}/api/chat/{talk['conversation']}/events"
    with requests.get(address, headers={"Last-Event-ID": "0"}, stream=True, timeout=10) as stream:
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        data = next(line for line in stream.iter_lines(decode_unicode=True) if line.startswith("data: "))
    jsonschema.validate(json.loads(data.removeprefix("data: ")), shape(spec, "ChatMessage"))
