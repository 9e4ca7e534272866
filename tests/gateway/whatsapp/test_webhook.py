"""The webhook lets nobody in without a signature, loses nothing, takes everything once, and answers at once."""

from __future__ import annotations

import json
import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.application import create_app
from gateway.services import Services
from gateway.store.schema import Delivery
from gateway.whatsapp.webhook import BODY_LIMIT
from tests.conftest import settings_in
from tests.gateway.delivery.conftest import rows
from tests.standins.graph import notifications
from tests.standins.graph.hook import signed
from tests.standins.graph.state import Graph

ADDRESS = "/webhooks/whatsapp"
NUMBER = "32470000001"


def sent(graph: Graph, text: str = "grofvuil", number: str = NUMBER) -> dict[str, Any]:
    """A payload with a new message."""
    phone = graph.phone(number)
    return phone.payload(phone.message("text", {"body": text}))


def post(client: FlaskClient, graph: Graph, payload: Any, **headers: str) -> int:
    """Call the webhook as Meta does; the status."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return client.post(ADDRESS, data=body, headers={**signed(body, graph.account.app_secret), **headers}).status_code


def arrived(parts: Services) -> list[Delivery]:
    """What was kept to be heard."""
    return rows(parts, channel="whatsapp-in")


def test_meta_gets_its_challenge_back(client: FlaskClient, graph: Graph) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": graph.account.verify_token, "hub.challenge": "1158201444"}
    answer = client.get(ADDRESS, query_string=asked)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "1158201444", "text/plain")


@pytest.mark.parametrize(
    "asked",
    [
        {"hub.mode": "subscribe", "hub.verify_token": "guessed", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "gé", "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.challenge": "1"},
        {"hub.verify_token": "a-word-of-our-own", "hub.challenge": "1"},
        {},
    ],
)
def test_nobody_else_does(client: FlaskClient, asked: dict[str, str]) -> None:
    answer = client.get(ADDRESS, query_string=asked)
    assert answer.status_code == 403
    assert answer.mimetype == "application/json"


def test_without_whatsapp_there_is_no_webhook(tmp_path: Path, parts: Services) -> None:
    settings = settings_in(tmp_path)
    object.__setattr__(parts, "settings", settings)
    client = create_app(settings, parts).test_client()
    assert client.get(ADDRESS, query_string={"hub.mode": "subscribe"}).status_code == 404
    assert client.post(ADDRESS, data=b"{}").status_code == 404


def test_a_signed_message_is_kept(client: FlaskClient, graph: Graph, parts: Services) -> None:
    assert post(client, graph, sent(graph)) == 200
    (row,) = arrived(parts)
    assert (row.state, row.recipient) == ("waiting", parts.numbers.hash(NUMBER))


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha256=é", "{digest}", "sha1={digest}"])
def test_without_the_right_signature_nothing_is_kept(
    client: FlaskClient, graph: Graph, parts: Services, signature: str
) -> None:
    body = json.dumps(sent(graph)).encode()
    digest = signed(body, graph.account.app_secret)["X-Hub-Signature-256"].removeprefix("sha256=")
    given = signature.format(digest=digest)
    headers = {"Content-Type": "application/json", **({"X-Hub-Signature-256": given} if given else {})}
    assert client.post(ADDRESS, data=body, headers=headers).status_code == 401
    assert arrived(parts) == []


def test_a_signature_is_of_one_body_and_one_secret(client: FlaskClient, graph: Graph, parts: Services) -> None:
    body, other = (json.dumps(sent(graph, text)).encode() for text in ("grofvuil", "ander"))
    assert client.post(ADDRESS, data=other, headers=signed(body, graph.account.app_secret)).status_code == 401
    assert client.post(ADDRESS, data=body, headers=signed(body, "another secret")).status_code == 401
    assert arrived(parts) == []


def test_the_signature_is_over_the_bytes_as_they_came(client: FlaskClient, graph: Graph, parts: Services) -> None:
    body = b"\n" + json.dumps(sent(graph, "çöp kutusu"), ensure_ascii=False, indent=3).encode() + b"  "
    assert post(client, graph, body) == 200
    assert len(arrived(parts)) == 1


def test_a_payload_may_be_larger_than_other_requests_but_not_endless(
    client: FlaskClient, graph: Graph, parts: Services
) -> None:
    large = sent(graph)
    large["filler"] = "x" * (1024 * 1024)
    assert post(client, graph, large) == 200
    assert len(arrived(parts)) == 1
    assert post(client, graph, b" " * (BODY_LIMIT + 1)) == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"null", b"[]", b'"text"', b"[" * 100_000, b"{}", b"\x00"])
def test_what_meta_signed_and_nobody_can_read_is_not_asked_for_again(
    client: FlaskClient, graph: Graph, parts: Services, body: bytes
) -> None:
    assert post(client, graph, body) == 200
    assert arrived(parts) == []


def test_several_entries_and_messages_are_each_kept(client: FlaskClient, graph: Graph, parts: Services) -> None:
    phone = graph.phone(NUMBER)
    two = phone.payload(phone.message("text", {"body": "1"}), phone.message("text", {"body": "2"}))
    assert post(client, graph, notifications.joined(two, sent(graph, number="32470000002"))) == 200
    assert [row.recipient for row in arrived(parts)] == [parts.numbers.hash(NUMBER)] * 2 + [
        parts.numbers.hash("32470000002")
    ]


def test_a_message_and_a_report_in_one_payload_are_both_kept(
    client: FlaskClient, graph: Graph, parts: Services
) -> None:
    both = notifications.joined(
        sent(graph), notifications.of_status(graph.account, message_id="wamid.Z", number=NUMBER, state="read")
    )
    assert post(client, graph, both) == 200
    assert len(arrived(parts)) == 1


def test_nothing_readable_is_kept_of_what_waits(client: FlaskClient, graph: Graph, parts: Services) -> None:
    assert post(client, graph, sent(graph, "Mijn naam is Fatma")) == 200
    path = Path(parts.settings.database_url.removeprefix("sqlite:///"))
    kept = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    (message,) = graph.phone(NUMBER).payload()["entry"]
    assert b"whatsapp-in" in kept
    for word in (NUMBER.encode(), b"Fatma", b"wamid.", str(message).encode()):
        assert word not in kept


def test_logs_hold_numbers_of_things_only(client: FlaskClient, graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    post(client, graph, sent(graph, "Mijn naam is Fatma"))
    post(client, graph, b"{ Fatma")
    assert "whatsapp payloads=1 messages=1 new=1" in caplog.text
    for word in (NUMBER, "Fatma", "wamid"):
        assert word not in caplog.text


def test_while_the_store_is_locked_meta_is_asked_to_come_again(
    client: FlaskClient, graph: Graph, parts: Services
) -> None:
    payload = sent(graph)
    holder = sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert post(client, graph, payload) == 503
    holder.execute("ROLLBACK")
    holder.close()
    assert post(client, graph, payload) == 200
    assert len(arrived(parts)) == 1


def test_the_same_payload_from_several_sides_at_once_is_kept_once(app: Flask, graph: Graph, parts: Services) -> None:
    payload = sent(graph)
    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(lambda _: post(app.test_client(), graph, payload), range(40)))
    assert statuses == {200}
    assert len(arrived(parts)) == 1


def test_five_thousand_repeated_payloads_change_nothing(app: Flask, graph: Graph, parts: Services) -> None:
    phone = graph.phone(NUMBER)
    report = notifications.of_status(graph.account, message_id="wamid.Z", number=NUMBER, state="delivered")
    payload = notifications.joined(phone.payload(*(phone.message("text", {"body": f"{n}"}) for n in range(5))), report)
    body = json.dumps(payload).encode()
    assert post(app.test_client(), graph, body) == 200
    before = everything(parts)
    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(lambda _: post(app.test_client(), graph, body), range(5000)))
    assert statuses == [200] * 5000
    assert everything(parts) == before


def everything(parts: Services) -> str:
    """The whole database as text."""
    with sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///")) as connection:
        return "\n".join(connection.iterdump())
