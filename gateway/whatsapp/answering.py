"""Answers words and taps through the same turn as every other channel, and what cannot be read with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from sqlalchemy.orm import Session

from civic.consent import ASK_PERSON
from civic.replies import Button, Kind, Reply
from gateway.conversation.turn import FORGOTTEN_ID, UNKEPT, Incoming, take_turn
from gateway.errors import EmptyMessage, TooLong
from gateway.services import Services
from gateway.store.conversations import find_conversation, history
from gateway.store.schema import Conversation, Owner
from gateway.whatsapp import reading_aloud
from gateway.whatsapp.meeting import Met
from gateway.whatsapp.rendering import payload_of
from gateway.whatsapp.saying import say, say_apart
from gateway.whatsapp.stopping import say_forgotten
from gateway.whatsapp.welcoming import language_chosen


def take_words(services: Services, met: Met, words: str) -> None:
    """Answer what was typed; what is typed instead of tapped counts as tapped."""
    if reading_aloud.answer(services, met, words):
        return
    with services.database.transaction() as session:
        talk = find_conversation(session, met.conversation or "")
        meant = _meant(session, services, talk, met, words) if talk else None
    turn(services, met, meant or words)
    if met.received.unseen:
        say(services, met, text(met, services.content.phrase("whatsapp_unseen", met.language)), what="unseen")


def press(services: Services, met: Met) -> None:
    """Answer a tap. On a button that was never offered here, or long ago, its words are what was said."""
    payload = met.received.payload or ""
    if reading_aloud.answer(services, met, payload):
        return
    with services.database.transaction() as session:
        talk = find_conversation(session, met.conversation or "")
        offered = talk is not None and payload in talk.offered
    turn(services, met, payload if offered else met.received.text or payload.lstrip("/"))


def cannot_open(services: Services, met: Met) -> None:
    """Say what we can take, and that a person is there; nothing of what was sent is fetched."""
    content, language = services.content, met.language
    person = Button(title=content.phrase("ask_person_button", language), payload=ASK_PERSON)
    reply = text(met, content.phrase("unsupported", language), *([person] if met.owner is Owner.BOT else []))
    say(services, met, reply)


def text(met: Met, words: str, *buttons: Button) -> Reply:
    """A plain message of ours in the language of the talk."""
    return Reply(kind=Kind.TEXT, language=met.language, text=words, buttons=buttons)


def turn(
    services: Services,
    met: Met,
    said: str,
    *,
    spoken: bool = False,
    note: str | None = None,
    written_in: str | None = None,
) -> list[dict[str, Any]]:
    """Answer `said` as on every channel; gives the messages that the turn told. The rest as in `Incoming`."""
    incoming = Incoming(
        text=said,
        conversation=met.conversation,
        language=language_chosen(services, said),
        page_language=met.language,
        message=met.message_id,
        alone=True,
        spoken=spoken,
        note=note,
        written_in=written_in,
    )
    try:
        result = take_turn(services, incoming)
    except (TooLong, EmptyMessage) as error:
        say(services, met, text(met, services.content.phrase(error.phrase, met.language)))
        return []
    messages: list[dict[str, Any]] = result["messages"]
    _bring_unkept(services, met, messages)
    return messages


def _bring_unkept(services: Services, met: Met, messages: list[dict[str, Any]]) -> None:
    """What a turn tells but keeps nowhere, because everything was erased: by this message, or meanwhile elsewhere."""
    forgotten = [message for message in messages if message["id"] == FORGOTTEN_ID]
    if forgotten:
        say_forgotten(services, met, forgotten)
    unkept = [message for message in messages if message["id"].startswith(UNKEPT)]
    if unkept:
        with services.database.transaction() as session:
            for number, message in enumerate(unkept):
                say_apart(session, services, met, message, what=f"unkept {number}")


def _meant(session: Session, services: Services, talk: Conversation, met: Met, words: str) -> str | None:
    """The payload of the choice that was typed, when it was in what we last offered."""
    for message in _last_told(session, talk, met):
        payload = payload_of(message, words, services.content)
        if payload in talk.offered:
            return payload
    return None


def _last_told(session: Session, talk: Conversation, met: Met) -> Iterator[dict[str, Any]]:
    """What was told since the resident last said something, newest first."""
    told = (message.body for message in reversed(history(session, talk.id)) if message.id != met.message_id)
    return takewhile(lambda body: body["from"] != "resident", told)
