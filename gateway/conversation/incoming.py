"""What a channel hands over for one turn, and the language that a first message is in."""

from __future__ import annotations

from dataclasses import dataclass

from civic.case_codes import without_code
from civic.content.model import SOURCE_LANGUAGE
from gateway.services import Services


@dataclass(frozen=True)
class Incoming:
    """What a channel hands over: `language` and `city` only when the person chose them.

    `page_language` is that of the page it was typed on: it decides for a first message too short to tell.
    `message` is the id that the page or channel gave it (32 hex digits): with the same one again, it is taken once.
    `topic`: it was picked from our own list of topics; then the words in `text` are that list's.
    `written_in`: what the words are in, where somebody else than the resident typed them.
    `spoken`: they said it aloud; `note`: staff can hear it as this voice note.
    `alone`: the channel sees to it that nobody else answers this message now.
    """

    text: str
    conversation: str | None = None
    language: str | None = None
    city: str | None = None
    page_language: str | None = None
    message: str | None = None
    topic: str | None = None
    written_in: str | None = None
    spoken: bool = False
    note: str | None = None
    alone: bool = False


def first_language(services: Services, text: str, *, hint: str | None) -> str:
    """The language to begin a talk in; `hint` decides for words that are too few to tell, or in another language."""
    detected = services.detector.detect(without_code(text), current=hint).language
    return detected if detected in services.content.texts else hint or SOURCE_LANGUAGE
