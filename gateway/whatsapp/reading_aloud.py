"""Reads aloud what a resident taps or asks for, and remembers whether they always want that."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from civic.language.normalise import normalise
from civic.reading_aloud import Wish, find_wish
from civic.replies import Kind, Reply
from gateway.delivery.outbox import enqueue
from gateway.services import Services
from gateway.store.conversations import find_message, history, lock_conversation
from gateway.store.schema import Message, Owner, VoiceWish, WhatsAppContact
from gateway.whatsapp.meeting import Met
from gateway.whatsapp.outgoing import CHANNEL, PREFIX
from gateway.whatsapp.rendering.choices import Part, offer
from gateway.whatsapp.rendering.voice_notes import ALWAYS, ASKED, LISTEN, SLOWER, audio_key, choice
from gateway.whatsapp.saying import say

TAPPED = re.compile(rf"({LISTEN}|{SLOWER})([\w-]{{1,40}})")
REMEMBERED = {Wish.ALWAYS: VoiceWish.ALWAYS, Wish.ASKED: VoiceWish.ASKED}
TOLD = {Wish.ALWAYS: "voice_always_on", Wish.ASKED: "voice_always_off"}


@dataclass(frozen=True)
class Asked:
    """A wish, and the message it is about where one was tapped."""

    wish: Wish
    message: str | None = None


def answer(services: Services, met: Met, said: str) -> bool:
    """Carry out a wish about our voice, by tap or in words; False when the message is about something else."""
    asked = _asked(services, met, said)
    if asked is None or services.audio is None:
        return False
    if asked.wish in REMEMBERED:
        _remember(services, met, asked.wish, said)
    elif not _read(services, met, asked):
        nothing = services.content.phrase("voice_nothing", met.language)
        say(services, met, Reply(kind=Kind.TEXT, language=met.language, text=nothing), shown=said)
    return True


def speak(session: Session, met: Met, messages: list[dict[str, object]]) -> None:
    """Send the sounds of these messages after their texts, to somebody who spoke themselves; each once."""
    contact = session.get(WhatsAppContact, met.contact.number_hash)
    if contact is None or contact.voice == VoiceWish.ALWAYS.value:  # it goes with the text already
        return
    for message in messages:
        key = audio_key(message)
        if key is not None:
            _enqueue(session, met, {"type": "audio", "audio_key": key}, key=f"{message['id']}:spoken")


def _asked(services: Services, met: Met, said: str) -> Asked | None:
    tapped = TAPPED.fullmatch(said)
    if tapped:
        return Asked(Wish.LISTEN if tapped[1] == LISTEN else Wish.SLOWER, tapped[2])
    if said in (ALWAYS, ASKED):
        return Asked(Wish.ALWAYS if said == ALWAYS else Wish.ASKED)
    if met.owner is Owner.PERSON:  # what is typed is for the person
        return None
    wish = find_wish(said) or _typed_button(services, met.language).get(normalise(said))
    return Asked(wish) if wish else None


def _typed_button(services: Services, language: str) -> dict[str, Wish]:
    """What stands on our buttons, for who types it instead of tapping."""
    phrases = {
        "ui_listen": Wish.LISTEN,
        "ui_slower": Wish.SLOWER,
        "voice_always_button": Wish.ALWAYS,
        "voice_asked_button": Wish.ASKED,
    }
    return {normalise(services.content.phrase(phrase, language)): wish for phrase, wish in phrases.items()}


def _read(services: Services, met: Met, asked: Asked) -> bool:
    """Send the sound of the message that was tapped, or of the last one worth hearing; False when there is none."""
    slow = asked.wish is Wish.SLOWER
    with services.database.transaction() as session:
        if lock_conversation(session, met.conversation) is None:
            return False
        message = _tapped(session, met, asked.message) or _last(session, met)
        key = audio_key(message.body, slow=slow) if message else None
        if key is None:
            return False
        _enqueue(session, met, {"type": "audio", "audio_key": key}, key=f"{met.message_id}:read")
        if message is not None and not slow and met.contact.voice != VoiceWish.ALWAYS.value:
            _offer_more(session, services, met, message)
    return True


def _offer_more(session: Session, services: Services, met: Met, message: Message) -> None:
    """After a note that was asked for: it can be slower, or come by itself."""
    content, language = services.content, met.language
    choices = (
        choice("ui_slower", f"{SLOWER}{message.id}", content, language),
        choice("voice_always_button", ALWAYS, content, language),
    )
    parts = offer(content.phrase("voice_more", language), choices, content=content, language=language)
    for number, part in enumerate(parts):
        _enqueue(session, met, part, key=f"{met.message_id}:more {number}")


def _remember(services: Services, met: Met, wish: Wish, said: str) -> None:
    with services.database.transaction() as session:
        contact = session.get(WhatsAppContact, met.contact.number_hash, with_for_update=True)
        if contact is not None:
            contact.voice = REMEMBERED[wish].value
    told = services.content.phrase(TOLD[wish], met.language)
    shown = met.received.text or said
    say(services, met, Reply(kind=Kind.TEXT, language=met.language, text=told), shown=shown)


def _tapped(session: Session, met: Met, number: str | None) -> Message | None:
    message = find_message(session, number) if number else None
    return message if message is not None and message.conversation_id == met.conversation else None


def _last(session: Session, met: Met) -> Message | None:
    """The last answer, or what a person said after it; else whatever was said last."""
    told = [each for each in reversed(history(session, met.conversation or "")) if audio_key(each.body)]
    worth = (each for each in told if each.body["kind"] == Kind.ANSWER.value or each.body["from"] == "person")
    return next(worth, told[0] if told else None)


def _enqueue(session: Session, met: Met, part: Part, *, key: str) -> None:
    enqueue(
        session,
        key=f"{PREFIX}{key}",
        channel=CHANNEL,
        recipient=met.contact.number_hash,
        body={**part, "language": met.language},
    )
