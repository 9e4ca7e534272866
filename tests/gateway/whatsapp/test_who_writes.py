"""A new, a hidden and another number: the talk goes on, and the number stands nowhere."""

from __future__ import annotations

import sqlite3

from flask.testing import FlaskClient

from gateway.store.schema import Delivery
from tests.gateway.delivery.conftest import bring_all, rows
from tests.gateway.whatsapp.phone import Resident
from tests.standins.graph.state import Graph


def test_who_changes_their_number_keeps_their_talk(graph: Graph, resident: Resident) -> None:
    resident.says("wie haalt het grofvuil op?")
    talk = resident.talk.id
    changed = {"type": "user_changed_number", "wa_id": "32470000009", "body": "x"}
    resident.sends("system", changed)
    assert resident.contact is None
    someone = Resident(graph, resident.courier, "32470000009")
    someone.says("en wanneer?")
    assert someone.talk.id == talk
    assert rows(resident.parts, channel="whatsapp-in", body={})[-1].state == "sent"


def test_who_hides_the_number_later_keeps_their_talk(resident: Resident) -> None:
    resident.says("wie haalt het grofvuil op?")
    talk = resident.talk.id
    phone = resident.phone
    hidden = {key: value for key, value in phone.message("text", {"body": "en nu?"}).items() if key != "from"}
    payload = phone.payload(hidden)
    told = resident.does(lambda: phone._graph.hook.call(payload))
    assert [each.text for each in told] == ["Dag!"]
    assert resident.talk.id == talk


def test_who_never_shows_a_number_is_answered(graph: Graph, client: FlaskClient, resident: Resident) -> None:
    phone = resident.phone
    hidden = {key: value for key, value in phone.message("text", {"body": "wie doet dit?"}).items() if key != "from"}
    told = resident.does(lambda: phone._graph.hook.call(phone.payload(hidden)))
    assert told[0].text == "Dag!"


def test_numbers_and_words_are_sealed_or_hashed(resident: Resident) -> None:
    resident.says("wie haalt het grofvuil op?")
    contact = resident.contact
    assert contact is not None
    assert contact.sealed_number is not None
    assert resident.parts.numbers.unseal(contact.sealed_number) == resident.phone.number
    with sqlite3.connect(resident.parts.settings.database_url.removeprefix("sqlite:///")) as connection:
        assert resident.phone.number not in "\n".join(connection.iterdump())


def test_with_another_key_a_waiting_message_is_given_up(resident: Resident) -> None:
    resident.phone.says("wie haalt het grofvuil op?")
    with resident.parts.database.transaction() as session:
        session.query(Delivery).update({"body": {"sealed": "gAAAAABx"}})
    bring_all(resident.courier)
    (row,) = rows(resident.parts, channel="whatsapp-in")
    assert (row.state, row.problem) == ("failed", "it cannot be read with this SECRET_KEY")
