"""Renders messages of the chat contract as WhatsApp messages, within its limits."""

from __future__ import annotations

from typing import Any

from civic.content.load import Content
from civic.replies import Kind
from gateway.whatsapp.rendering import cards, plain, voice_notes
from gateway.whatsapp.rendering.choices import Part, offer, texts
from gateway.whatsapp.rendering.titles import choices_of, payload_of

__all__ = ["Part", "payload_of", "render"]


def render(message: dict[str, Any], *, content: Content, voice: bool) -> tuple[Part, ...]:
    """The WhatsApp messages, without recipient, that say what `message` says; at least one.

    message: as kept, with its id. voice: the resident always wants a voice note; it comes after the text, as
    `{"type": "audio", "audio_key": key of the audio library}`. Without it, long messages offer one to tap for.
    """
    language = cards.own_language(message, content)
    is_answer = message["kind"] == Kind.ANSWER.value and message.get("card")
    words = cards.words_of(message, content, language) if is_answer else plain.words_of(message, language)
    choices = (*choices_of(message, content), *voice_notes.offered(message, content, language, spoken=voice))
    said = tuple(part for text in words[:-1] for part in texts(text))
    last = offer(words[-1], choices, content=content, language=language) if choices else texts(words[-1])
    return (*said, *last, *voice_notes.parts(message, spoken=voice))
