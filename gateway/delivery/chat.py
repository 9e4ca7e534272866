"""Puts a message into a conversation: what the resident's page then shows by itself."""

from __future__ import annotations

from sqlalchemy.orm import Session

from gateway.delivery.problems import GiveUp
from gateway.services import Services
from gateway.store.conversations import find_conversation, record_message
from gateway.store.schema import Delivery


def put(session: Session, services: Services, delivery: Delivery) -> None:
    """`recipient` is the conversation, `body` a message of the chat contract without its id."""
    conversation = find_conversation(session, delivery.recipient)
    if conversation is None:
        raise GiveUp("the conversation is gone")
    record_message(session, conversation, dict(delivery.body))
