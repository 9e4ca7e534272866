"""Puts a message into a conversation: the resident's page then shows it by itself, and a phone gets it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from gateway.conversation.keeping import keep_for_resident
from gateway.delivery.problems import GiveUp
from gateway.services import Services
from gateway.store.conversations import find_conversation
from gateway.store.schema import Delivery


def put(session: Session, services: Services, delivery: Delivery) -> None:
    """`recipient` is the conversation, `body` a message of the chat contract without its id."""
    conversation = find_conversation(session, delivery.recipient)
    if conversation is None:
        raise GiveUp("the conversation is gone")
    keep_for_resident(session, services, conversation, dict(delivery.body), case_id=delivery.case_id)
