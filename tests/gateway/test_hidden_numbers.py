# ruff: noqa: F401, F811 (fixtures of other folders)
"""A number that a resident leaves stands nowhere in the database's file as it is."""

from __future__ import annotations

import base64
import re
import sqlite3
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.consent import offer
from civic.replies import TurnResult
from gateway.bridge import life
from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.schema import Case
from tests.gateway.bridge.conftest import Bridge, make_bridge
from tests.gateway.delivery.conftest import bring_all
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.whatsapp.conftest import courier, graph, resident, settings
from tests.gateway.whatsapp.phone import NUMBER, Resident
from tests.standins.graph.state import Graph

TYPED = "0470/00 00 01"


def file_of(settings: Settings) -> bytes:
    """The whole database, with what is still in its log and its free places."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")) if each.suffix != ".lock")


def stands_in(raw: bytes) -> list[str]:
    """Every way to write the number that the file still holds."""
    national = NUMBER.removeprefix("32")
    digits = re.sub(rb"[\s./()+-]", b"", raw)
    found = [way for way in (TYPED, NUMBER, f"0{national}") if way.encode() in raw]
    found += [f"{national} with signs between"] if national.encode() in digits else []
    # An id of WhatsApp holds the number in base64, at any of three offsets.
    for shift in range(3):
        inner = base64.b64encode(b"x" * shift + NUMBER.encode())[4 if shift else 0 : -4]
        found += [f"base64 at {shift}"] if inner in raw else []
    return found


def asks_for_a_person(client: FlaskClient, rasa: FakeRasa, parts: Services, reach: str) -> str:
    """From the question to the case, with a number; the code of the case."""
    rasa.result = TurnResult(replies=(offer(parts.content, "nl"),))
    asked = {"text": "ik wil een mens spreken", "city": "genk"}
    talk = client.post("/api/chat", json=asked).json["conversation"]
    rasa.down = True
    for text in ("/handover_agree", f"/reach_{reach}", "bel maar 0470", TYPED, "Fatma"):
        answer = client.post("/api/chat", json={"conversation": talk, "text": text})
        assert answer.status_code == 200
    with parts.database.transaction() as session:
        (case,) = session.scalars(select(Case))
    return case.code


@pytest.mark.parametrize("reach", ["phone", "whatsapp"])
def test_after_a_handover_with_a_number_the_file_does_not_hold_it(
    client: FlaskClient, rasa: FakeRasa, parts: Services, settings: Settings, courier: Courier, graph: Graph, reach: str
) -> None:
    bridge = make_bridge(settings, parts)
    one = bridge.members["bridge-1"]
    code = asks_for_a_person(client, rasa, parts, reach)
    life.claim(parts, code, one)
    life.reply(parts, code, one, "Dag Fatma")
    bring_all(courier)
    assert stands_in(file_of(settings)) == []
    case = bridge.case(code)
    assert (case.reach, parts.numbers.unseal(case.sealed_phone or "")) == (reach, "0470000001")


def test_while_the_number_is_being_asked_it_is_hidden_already(
    client: FlaskClient, rasa: FakeRasa, parts: Services, settings: Settings
) -> None:
    rasa.result = TurnResult(replies=(offer(parts.content, "nl"),))
    talk = client.post("/api/chat", json={"text": "ik wil een mens spreken", "city": "genk"}).json["conversation"]
    for text in ("/handover_agree", "/reach_phone", TYPED):
        client.post("/api/chat", json={"conversation": talk, "text": text})
    assert stands_in(file_of(settings)) == []
    shown = client.get(f"/api/chat/{talk}").json["messages"]
    assert "••••/•• •• ••" in [message["text"] for message in shown]


def test_after_a_talk_on_whatsapp_the_file_does_not_hold_it(
    resident: Resident, settings: Settings, graph: Graph, courier: Courier
) -> None:
    resident.says("wie haalt mijn vuilnis op?")
    resident.says("dank u")
    bring_all(courier)
    assert graph.sent_to(NUMBER)
    assert stands_in(file_of(settings)) == []


def test_this_test_would_find_it(settings: Settings, parts: Services) -> None:
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as direct:
        name = "wamid." + base64.b64encode(b"\x1c\x18\x0b" + NUMBER.encode() + b"\x15\x02\x00\x12").decode()
        direct.execute("INSERT INTO whatsapp_statuses VALUES (?, 'sent', NULL, '2026-11-01 10:00:00')", (name,))
        direct.execute("INSERT INTO whatsapp_statuses VALUES ('0470 000 001', 'sent', NULL, '2026-11-01 10:00:00')")
    assert len(stands_in(file_of(settings))) == 2
