"""A resident's phone for tests: what it writes goes through the signed webhook, and is worked off at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.conversations import history
from gateway.store.schema import Conversation, WhatsAppContact
from tests.gateway.delivery.conftest import bring_all
from tests.standins.graph.phones import Phone
from tests.standins.graph.state import Graph, Sent

NUMBER = "32470000001"


def posting(client: FlaskClient) -> Callable[[bytes, Any], int]:
    """Calls the webhook through a test client instead of the network."""

    def post(body: bytes, headers: Any) -> int:
        return client.post("/webhooks/whatsapp", data=body, headers=dict(headers)).status_code

    return post


class Resident:
    """Someone with a phone: does something on it and gives what came back, after the worker has done its work."""

    def __init__(self, graph: Graph, courier: Courier, number: str = NUMBER) -> None:
        self.phone: Phone = graph.phone(number)
        self.courier = courier
        self.parts: Services = courier.services

    def says(self, text: str) -> list[Sent]:
        """Type and send."""
        return self.does(lambda: self.phone.says(text))

    def taps(self, title: str) -> list[Sent]:
        """Tap what is called `title`."""
        return self.does(lambda: self.phone.taps(title))

    def sends(self, kind: str, content: Any, **more: Any) -> list[Sent]:
        """Send a message of any kind."""
        return self.does(lambda: self.phone.sends(kind, content, **more))

    def does(self, something: Callable[[], Any]) -> list[Sent]:
        """What comes back after `something` was done on the phone."""
        before = len(self.phone.received)
        something()
        bring_all(self.courier, rounds=20)
        return self.phone.received[before:]

    @property
    def contact(self) -> WhatsAppContact | None:
        """What is kept of them."""
        with self.parts.database.transaction() as session:
            return session.get(WhatsAppContact, self.parts.numbers.hash(self.phone.number))

    @property
    def talk(self) -> Conversation:
        """Their talk."""
        with self.parts.database.transaction() as session:
            contact = session.get_one(WhatsAppContact, self.parts.numbers.hash(self.phone.number))
            return session.get_one(Conversation, contact.conversation_id)


def words(sent: list[Sent]) -> str:
    """All that was said, as one text."""
    return "\n".join(each.text for each in sent)


def said(parts: Services, talk: Conversation) -> list[tuple[str, str]]:
    """Who said what in the talk."""
    with parts.database.transaction() as session:
        return [(message.body["from"], message.body["text"]) for message in history(session, talk.id)]


def owned_by(parts: Services, talk: Conversation, owner: str, **case: Any) -> str:
    """Give the talk an open case and this owner; the case's code."""
    new = NewCase(channel="whatsapp", language="nl", conversation=talk.id, **case)
    made, _ = open_case(parts.database, new, key="k", by="test")
    with parts.database.transaction() as session:
        session.get_one(Conversation, talk.id).owner = owner
    return made.code
