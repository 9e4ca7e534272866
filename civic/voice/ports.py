"""What the audio library asks of a voice, so that engines can be swapped, stacked and faked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class VoiceUnavailable(Exception):
    """No sound could be made now: no network, no engine, a language without a voice, or nothing to say."""


@dataclass(frozen=True)
class Mark:
    """From `at` seconds on, the voice says what begins at character `start` of the text it was given."""

    at: float
    start: int


@dataclass(frozen=True)
class Speech:
    """One mono mp3 of `seconds` seconds; `marks` in order: each word, or each phrase, or none when not known."""

    sound: bytes
    seconds: float = 0.0
    marks: tuple[Mark, ...] = ()


class VoiceEngine(Protocol):
    """Something that turns words into speech; safe to call from several threads."""

    @property
    def name(self) -> str:
        """Short and stable, fit for a file name: `google`, `espeak`."""

    @property
    def local(self) -> bool:
        """True when no word leaves this machine; only such a voice may say what a person wrote."""

    def speak(self, text: str, *, language: str, slow: bool) -> Speech:
        """Speech, with marks where the engine tells them.

        `text` is a spoken form (see civic.voice.spoken), `language` one of nl, tr, ar.
        Raises VoiceUnavailable, and nothing else, when there is no sound to give.
        """
