"""The way on to WhatsApp: on the page while a case is open, with its code; nowhere without a case or a number."""

from __future__ import annotations

import dataclasses

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from gateway.bridge import life
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.schema import CaseState
from tests.gateway.bridge.conftest import Bridge, make_bridge, make_case

NUMBER = "32470000001"


@pytest.fixture
def bridge(settings: Settings, parts: Services) -> Bridge:
    """As the fixture of the same name, with a number on WhatsApp."""
    settings = settings.model_copy(update={"whatsapp_number": NUMBER})
    return make_bridge(settings, dataclasses.replace(parts, settings=settings))


def offer_on(client: FlaskClient, conversation: str) -> Tag | None:
    """What the page of a browser with this conversation shows of WhatsApp, without its script."""
    with client.session_transaction() as kept:
        kept["conversation"] = conversation
    return BeautifulSoup(client.get("/?language=tr").get_data(as_text=True), "html.parser").find(id="along")


def test_the_code_goes_along_while_the_case_is_open(bridge: Bridge) -> None:
    # Given an open case
    case = make_case(bridge, language="tr")
    # Then its page and its script have the same address
    told = bridge.client.get(f"/chat/{case.conversation_id}/whatsapp")
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json["code"] == case.code
    assert told.json["url"] == f"https://wa.me/{NUMBER}?text={case.code}"
    shown = offer_on(bridge.client, str(case.conversation_id))
    assert shown is not None
    assert "hidden" not in shown.attrs
    assert shown.find("a")["href"] == told.json["url"]
    assert shown.find("img")["src"] == told.json["qr"]
    assert case.code in shown.get_text()
    # When the case is closed
    member = bridge.members["bridge-1"]
    life.claim(bridge.parts, case.code, member)
    life.close(bridge.parts, case.code, member, CaseState.RESOLVED, "Klaar.")
    # Then there is nothing to take along
    assert bridge.client.get(f"/chat/{case.conversation_id}/whatsapp").status_code == 404
    closed = offer_on(bridge.client, str(case.conversation_id))
    assert closed is not None
    assert "hidden" in closed.attrs


def test_without_a_number_there_is_no_way_on(settings: Settings, parts: Services) -> None:
    bridge = make_bridge(settings, parts)
    case = make_case(bridge)
    assert bridge.client.get(f"/chat/{case.conversation_id}/whatsapp").status_code == 404
    assert offer_on(bridge.client, str(case.conversation_id)) is None


def test_a_stranger_learns_nothing(bridge: Bridge) -> None:
    make_case(bridge)
    assert bridge.client.get("/chat/no-such-conversation/whatsapp").status_code == 404
