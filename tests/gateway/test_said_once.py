"""A message that is sent again, because its answer got lost on the way, is taken once."""

from __future__ import annotations

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from gateway.conversation.once import ABANDONED_SECONDS
from gateway.services import Services
from gateway.store.conversations import find_message, record_resident, start_conversation
from gateway.store.schema import Conversation, Message, Owner, now
from tests.gateway.fake_rasa import FakeRasa, saying

ID, OTHER_ID = "a" * 32, "b" * 32


def send(client: FlaskClient, text: str, *, message: str | None = ID, conversation: str | None = None) -> dict:
    """One turn; its JSON, whatever the status."""
    body = {"conversation": conversation, "text": text, "message": message}
    return client.post("/api/chat", json=body).json


def said(client: FlaskClient, conversation: str) -> list[tuple[str, str]]:
    """Who said what in the conversation."""
    told = client.get(f"/api/chat/{conversation}").json["messages"]
    return [(message["from"], message["text"]) for message in told]


def age(parts: Services, message: str, *, seconds: float) -> None:
    """As if the message had come that long ago."""
    with parts.database.transaction() as session:
        then = now() - dt.timedelta(seconds=seconds)
        session.execute(update(Message).where(Message.id == message).values(created_at=then))


def interrupted(parts: Services, *, message: str) -> str:
    """A conversation whose first message was kept, and then the process was killed."""
    with parts.database.transaction() as session:
        talk = start_conversation(session, language="nl", city=None)
        record_resident(session, talk, "wie haalt mijn zetel op", language="nl", message_id=message)
        return talk.id


def test_the_first_message_again_gives_the_same_conversation_and_answer(client: FlaskClient, rasa: FakeRasa) -> None:
    first = send(client, "hallo")
    rasa.result = saying("Iets anders")
    again = send(client, "hallo")
    assert again == first
    assert len(rasa.asked) == 1
    assert said(client, first["conversation"]) == [("resident", "hallo"), ("bot", "Dag!")]


def test_a_later_message_again_gives_only_its_own_answer(client: FlaskClient, rasa: FakeRasa) -> None:
    talk = send(client, "hallo")["conversation"]
    rasa.result = saying("Twee")
    second = send(client, "en nu", message=OTHER_ID, conversation=talk)
    send(client, "verder", message=None, conversation=talk)
    assert send(client, "en nu", message=OTHER_ID, conversation=talk)["messages"] == second["messages"]
    assert len(said(client, talk)) == 6


def test_the_page_finds_its_own_id_in_the_history(client: FlaskClient) -> None:
    talk = send(client, "hallo")["conversation"]
    assert client.get(f"/api/chat/{talk}").json["messages"][0]["id"] == ID


def test_while_it_is_being_answered_one_is_asked_to_wait(client: FlaskClient, parts: Services, rasa: FakeRasa) -> None:
    talk = interrupted(parts, message=ID)
    assert send(client, "wie haalt mijn zetel op", conversation=talk)["error"]["code"] == "unavailable"
    assert rasa.asked == []


@pytest.mark.parametrize("knows", [True, False])
def test_what_was_never_answered_is_answered_and_not_kept_twice(
    client: FlaskClient, parts: Services, knows: bool
) -> None:
    talk = interrupted(parts, message=ID)
    age(parts, ID, seconds=ABANDONED_SECONDS + 1)
    answer = send(client, "wie haalt mijn zetel op", conversation=talk if knows else None)
    assert answer["conversation"] == talk
    assert said(client, talk) == [("resident", "wie haalt mijn zetel op"), ("bot", "Dag!")]


def test_beside_a_person_no_answer_is_an_answer(client: FlaskClient, parts: Services) -> None:
    talk = interrupted(parts, message=ID)
    with parts.database.transaction() as session:
        session.execute(update(Conversation).values(owner=Owner.PERSON.value))
    assert send(client, "wie haalt mijn zetel op", conversation=talk)["messages"] == []


def test_the_id_of_a_later_message_does_not_open_a_conversation(client: FlaskClient) -> None:
    talk = send(client, "hallo")["conversation"]
    send(client, "geheim", message=OTHER_ID, conversation=talk)
    stranger = send(client, "hallo", message=OTHER_ID)
    assert stranger["conversation"] != talk
    assert said(client, stranger["conversation"])[0] == ("resident", "hallo")


def test_the_id_of_an_answer_opens_nothing(client: FlaskClient) -> None:
    first = send(client, "hallo")
    assert send(client, "dag", message=first["messages"][0]["id"])["conversation"] != first["conversation"]


def test_after_wiping_the_same_id_is_new(client: FlaskClient, parts: Services) -> None:
    talk = send(client, "hallo")["conversation"]
    client.delete(f"/api/chat/{talk}")
    assert send(client, "hallo")["conversation"] != talk
    with parts.database.transaction() as session:
        assert find_message(session, ID) is not None


@pytest.mark.parametrize("wrong", ["A" * 32, "a" * 31, "x", "a" * 33, f"{'a' * 32}\n"])
def test_a_strange_id_is_refused(client: FlaskClient, wrong: str) -> None:
    assert send(client, "hallo", message=wrong)["error"]["detail"][0]["path"] == "message"
