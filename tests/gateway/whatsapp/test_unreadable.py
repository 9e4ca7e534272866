"""What cannot be read gets a sentence where one is due, else silence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from civic.consent import ASK_PERSON
from civic.content.load import Content
from tests.gateway.delivery.conftest import rows
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.whatsapp.phone import Resident, posting
from tests.standins.graph.hook import signed
from tests.standins.graph.state import Graph


@pytest.mark.parametrize(
    ("kind", "content_of_it"),
    [("image", {"id": "1"}), ("document", {"id": "1"}), ("contacts", [{}]), ("order", {}), ("of_next_year", {})],
)
def test_what_we_cannot_open_is_told_kindly(
    resident: Resident, content: Content, kind: str, content_of_it: Any
) -> None:
    told = resident.sends(kind, content_of_it)
    assert told[0].text == content.phrase("unsupported", "nl")
    assert ASK_PERSON in told[0].choices.values()


@pytest.mark.parametrize(
    ("kind", "content_of_it"),
    [("reaction", {"message_id": "wamid.B", "emoji": "👍"}), ("sticker", {"id": "1"}), ("revoke", {})],
)
def test_a_reaction_a_sticker_and_a_deleted_message_get_silence(
    resident: Resident, kind: str, content_of_it: Any
) -> None:
    assert resident.sends(kind, content_of_it) == []
    assert rows(resident.parts) == []


def test_a_group_gets_silence(resident: Resident) -> None:
    assert resident.sends("text", {"body": "hallo allemaal"}, group_id="1203") == []


def test_the_words_under_a_picture_are_answered_and_the_picture_is_said_to_be_unseen(
    resident: Resident, rasa: FakeRasa, content: Content
) -> None:
    told = resident.sends("image", {"id": "1", "caption": "wat moet ik met deze brief doen?"})
    assert rasa.asked[-1][0] == "wat moet ik met deze brief doen?"
    assert told[1].text == content.phrase("whatsapp_unseen", "nl")


def test_changed_words_are_answered_anew(resident: Resident, rasa: FakeRasa) -> None:
    phone = resident.phone
    resident.does(lambda: phone.edits(phone.says("wie haalt het gr op?"), "wie haalt het grofvuil op?"))
    assert [text for text, _ in rasa.asked] == ["wie haalt het gr op?", "wie haalt het grofvuil op?"]


@pytest.mark.parametrize(
    ("text", "phrase"), [("grofvuil " * 250, "too_long"), ("\u200b\u2060", "empty"), ("", "empty")]
)
def test_too_much_and_nothing_get_a_sentence(resident: Resident, content: Content, text: str, phrase: str) -> None:
    assert resident.says(text)[0].text == content.phrase(phrase, "nl")


@pytest.mark.parametrize("text", ["a\x00b wie doet dit?", "\ud800 wie doet dit?", "🙏🏽🙏🏽🙏🏽"])
def test_odd_signs_are_no_trouble(client: FlaskClient, graph: Graph, resident: Resident, text: str) -> None:
    body = json.dumps(resident.phone.payload(resident.phone.message("text", {"body": text}))).encode()
    told = resident.does(lambda: posting(client)(body, signed(body, graph.account.app_secret)))
    assert told[0].text == "Dag!"
