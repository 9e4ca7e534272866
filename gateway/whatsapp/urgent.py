"""Answers an emergency straight to the phone while the store is away: rather twice than not at all."""

from __future__ import annotations

import logging

from gateway.clients.whatsapp import GraphError
from gateway.conversation.turn import Incoming, emergency_answer
from gateway.services import Services
from gateway.whatsapp.meeting import language_hint
from gateway.whatsapp.received import Received
from gateway.whatsapp.rendering import render

logger = logging.getLogger(__name__)


def answer(services: Services, received: Received) -> bool:
    """Send the numbers to call, if the message is an emergency and the phone can be reached; True when it was done."""
    incoming = Incoming(text=received.text, page_language=language_hint(services, received))
    told = emergency_answer(services, incoming)
    who = received.number or received.user
    if told is None or who is None:
        return False
    try:
        for message in told["messages"]:
            for number, part in enumerate(render(message, content=services.content, voice=False)):
                services.whatsapp.send(part, to=who, tracker=f"urgent:{number}")
    except GraphError as error:
        logger.error("emergency not answered without the store: %s", error)
        return False
    logger.error("emergency answered without the store")
    return True
