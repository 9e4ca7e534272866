"""What stands on a button or in a row: the full title, or its short form from the content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from civic.content.load import Content
from civic.language.normalise import normalise
from gateway.whatsapp.rendering.isolating import isolate
from gateway.whatsapp.rendering.limits import ROW_ABOUT, fits

SHORT = "short_"
CALL = "tel:"


@dataclass(frozen=True)
class Choice:
    """Something to tap. `full`: its words on the web page. `short`: its short form, if it has one.

    `exact`: the short form says all that the full one says, so that it may stand alone.
    """

    full: str
    payload: str
    short: str | None = None
    exact: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The ways in which it is written on a phone."""
        return (self.full, self.short) if self.short else (self.full,)


def choices_of(message: dict[str, Any], content: Content) -> tuple[Choice, ...]:
    """What a message offers, but for numbers to call: those are text on WhatsApp."""
    language = str(message["language"])
    offered = [each for each in message.get("buttons", ()) if not each["payload"].startswith(CALL)]
    return tuple(_choice(each, language, content) for each in offered)


def needs_numbers(choices: Sequence[Choice]) -> bool:
    """True when a title is longer than a row can show: all of them then stand numbered in the text."""
    return any(not fits(choice.full, ROW_ABOUT) for choice in choices)


def payload_of(message: dict[str, Any], said: str, content: Content) -> str | None:
    """The payload of the choice that someone typed instead of tapping it: its words, or its number in a numbered text.

    None when nothing, or more than one thing, is called that.
    """
    choices = choices_of(message, content)
    plain = normalise(said)
    if needs_numbers(choices) and said.strip().isdecimal():
        number = int(said.strip())
        return choices[number - 1].payload if 0 < number <= len(choices) else None
    called = {each.payload for each in choices if plain and plain in {normalise(name) for name in each.names}}
    return called.pop() if len(called) == 1 else None


def _choice(button: dict[str, Any], language: str, content: Content) -> Choice:
    title, topic = str(button["title"]), button.get("topic")
    short = content.short_title(topic, language) if topic else None
    exact = _short_phrase(title, language, content) if short is None else None
    return Choice(
        full=isolate(title, language),
        payload=str(button["payload"]),
        short=isolate(short or exact or "", language) or None,
        exact=exact is not None,
    )


def _short_phrase(title: str, language: str, content: Content) -> str | None:
    """The phrase `short_x` for a button that carries the phrase `x`."""
    phrases = content.phrases.get(language, {})
    shortened = (key.removeprefix(SHORT) for key in phrases if key.startswith(SHORT))
    return next((phrases[SHORT + key] for key in shortened if phrases.get(key) == title), None)
