"""Payloads that come in one moment are kept in one transaction: messages once and in order, all of it or nothing."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from gateway.services import Services
from gateway.store.schema import WhatsAppStatus
from gateway.whatsapp.arriving import Payload, keep_payloads
from gateway.whatsapp.ids import kept_id
from gateway.whatsapp.received import messages_in, reports_in
from tests.gateway.delivery.conftest import rows
from tests.gateway.whatsapp.phone import posting
from tests.standins.graph import notifications
from tests.standins.graph.hook import signed
from tests.standins.graph.state import Graph

NUMBERS = ("32470000001", "32470000002", "32470000003")
PATIENCE_SECONDS = 20


@pytest.fixture
def holder(parts: Services) -> Iterator[sqlite3.Connection]:
    """Somebody else who can keep the database to themselves."""
    connection = sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    yield connection
    connection.close()


def written(graph: Graph, number: str) -> dict[str, Any]:
    """A payload with a new message of a resident."""
    phone = graph.phone(number)
    return phone.payload(phone.message("text", {"body": "grofvuil"}))


def read(graph: Graph, told: dict[str, Any]) -> Payload:
    """The payload as the webhook reads it."""
    phone_id = graph.account.phone_id
    return Payload(list(messages_in(told, phone_id=phone_id)), list(reports_in(told, phone_id=phone_id)))


def reported(graph: Graph, state: str) -> dict[str, Any]:
    """A payload with a report on the one message."""
    return notifications.of_status(graph.account, message_id="wamid.Z", number=NUMBERS[0], state=state)


def whose(parts: Services) -> list[str]:
    """The hashes of those whose messages wait to be heard, in order."""
    return [row.recipient for row in rows(parts, channel="whatsapp-in")]


def all_post(app: Flask, graph: Graph, pool: ThreadPoolExecutor, holder: sqlite3.Connection) -> list[Future[int]]:
    """Each resident writes, one shortly after the other, while the database is held."""

    def post(told: dict[str, Any]) -> int:
        body = json.dumps(told).encode()
        return posting(app.test_client())(body, signed(body, graph.account.app_secret))

    holder.execute("BEGIN EXCLUSIVE")
    answers = []
    for number in NUMBERS:
        answers.append(pool.submit(post, written(graph, number)))
        time.sleep(0.1)
    return answers


def test_several_payloads_are_kept_as_they_came(graph: Graph, parts: Services) -> None:
    told = [written(graph, number) for number in reversed(NUMBERS)]
    repeated = [*told, told[0], *(reported(graph, state) for state in ("read", "sent", "delivered"))]
    keep_payloads(parts, [read(graph, each) for each in repeated])
    assert whose(parts) == [parts.numbers.hash(number) for number in reversed(NUMBERS)]
    with parts.database.transaction() as session:
        kept = session.get(WhatsAppStatus, kept_id("wamid.Z"))
        assert kept is not None
        assert kept.state == "read"


def test_who_writes_while_another_is_being_kept_is_kept_with_the_others(
    app: Flask, graph: Graph, parts: Services, holder: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with ThreadPoolExecutor(len(NUMBERS)) as pool:
        answers = all_post(app, graph, pool, holder)
        assert not any(answer.done() for answer in answers)
        holder.execute("ROLLBACK")
        assert [answer.result(PATIENCE_SECONDS) for answer in answers] == [200, 200, 200]
    assert whose(parts) == [parts.numbers.hash(number) for number in NUMBERS]
    assert "payloads=2 messages=2 new=2" in caplog.text


def test_while_the_store_stays_away_all_of_them_are_asked_to_come_again(
    app: Flask, graph: Graph, parts: Services, holder: sqlite3.Connection
) -> None:
    with ThreadPoolExecutor(len(NUMBERS)) as pool:
        answers = all_post(app, graph, pool, holder)
        assert [answer.result(PATIENCE_SECONDS) for answer in answers] == [503, 503, 503]
    holder.execute("ROLLBACK")
    assert whose(parts) == []
