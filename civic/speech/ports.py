"""What the gateway asks of a recogniser, so that engines can be swapped and faked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

LONGEST_SECONDS = 120.0


class SpeechUnavailable(Exception):
    """No recogniser can be had now: not installed, no model, or no memory for it."""


class NothingHeard(Exception):
    """There are no words in it that the recogniser is sure enough of, or it is no sound."""


class TooLong(Exception):
    """It is longer than `LONGEST_SECONDS`: people wait for the answer."""


@dataclass(frozen=True)
class Heard:
    """What somebody said; `language`: nl, tr or ar."""

    words: str
    language: str


class Recogniser(Protocol):
    """Something that turns speech into words, on this machine; safe to call from several threads."""

    def hear(self, sound: bytes, *, language: str | None) -> Heard:
        """The words in a sound file (Ogg/Opus, or whatever else phones send), never none.

        `language`: nl, tr or ar, taken for certain; None when we cannot know yet: then the likeliest of the three.
        Raises NothingHeard, TooLong or SpeechUnavailable, and nothing else.
        """
