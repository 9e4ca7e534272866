"""Reports come in any order and more than once; what is kept is how far a message really came."""

from __future__ import annotations

import itertools
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.services import Services
from gateway.store.schema import WhatsAppStatus
from gateway.whatsapp.ids import kept_id
from tests.gateway.whatsapp.phone import NUMBER, posting
from tests.standins.graph import notifications
from tests.standins.graph.errors import GraphError
from tests.standins.graph.hook import signed
from tests.standins.graph.state import Graph

SENT_ID = "wamid.HBgLMzI0NzAwMDAwMDE"


def report(client: FlaskClient, graph: Graph, state: str, *, code: int | None = None) -> int:
    """Meta reports a state of the one message."""
    errors = [GraphError(code).report()] if code else []
    told = notifications.of_status(graph.account, message_id=SENT_ID, number=NUMBER, state=state, errors=errors)
    body = json.dumps(told).encode()
    return posting(client)(body, signed(body, graph.account.app_secret))


def kept(parts: Services) -> tuple[str, str | None] | None:
    """The state that is kept, and why it failed."""
    with parts.database.transaction() as session:
        found = session.get(WhatsAppStatus, kept_id(SENT_ID))
        return (found.state, found.problem) if found else None


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "read"])))
def test_the_furthest_state_wins_in_every_order(
    client: FlaskClient, graph: Graph, parts: Services, order: tuple[str, ...]
) -> None:
    for state in order:
        assert report(client, graph, state) == 200
    assert kept(parts) == ("read", None)


@pytest.mark.parametrize("order", [("failed", "sent"), ("sent", "failed"), ("sent", "failed", "delivered")])
def test_what_failed_stays_failed_with_its_reason(
    client: FlaskClient, graph: Graph, parts: Services, order: tuple[str, ...]
) -> None:
    for state in order:
        report(client, graph, state, code=131026 if state == "failed" else None)
    assert kept(parts) == ("failed", "131026")


def test_who_played_a_voice_note_has_read_it(client: FlaskClient, graph: Graph, parts: Services) -> None:
    report(client, graph, "played")
    report(client, graph, "delivered")
    assert kept(parts) == ("read", None)


@pytest.mark.parametrize("state", ["deleted", "warning", "of next year", ""])
def test_a_state_that_nobody_knows_changes_nothing(
    client: FlaskClient, graph: Graph, parts: Services, state: str
) -> None:
    report(client, graph, "delivered")
    assert report(client, graph, state) == 200
    assert kept(parts) == ("delivered", None)


def test_reports_from_several_sides_at_once_end_at_the_furthest(app: Flask, graph: Graph, parts: Services) -> None:
    states = ["sent", "delivered", "read"] * 8
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda state: report(app.test_client(), graph, state), states)) == {200}
    assert kept(parts) == ("read", None)


def test_several_reports_in_one_payload_end_at_the_furthest(client: FlaskClient, graph: Graph, parts: Services) -> None:
    told = [
        notifications.of_status(graph.account, message_id=SENT_ID, number=NUMBER, state=state)
        for state in ("read", "sent", "delivered")
    ]
    body = json.dumps(notifications.joined(*told)).encode()
    assert posting(client)(body, signed(body, graph.account.app_secret)) == 200
    assert kept(parts) == ("read", None)
