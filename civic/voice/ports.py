"""What the audio library asks of a voice, so that engines can be swapped, stacked and faked."""

from __future__ import annotations

from typing import Protocol


class VoiceUnavailable(Exception):
    """No sound could be made now: no network, no engine, a language without a voice, or nothing to say."""


class VoiceEngine(Protocol):
    """Something that turns words into speech; safe to call from several threads."""

    @property
    def name(self) -> str:
        """Short and stable, fit for a file name: `google`, `espeak`."""

    @property
    def local(self) -> bool:
        """True when no word leaves this machine; only such a voice may say what a person wrote."""

    def speak(self, text: str, *, language: str, slow: bool) -> bytes:
        """Speech as one mono mp3.

        `text` is a spoken form (see civic.voice.spoken), `language` one of nl, tr, ar.
        Raises VoiceUnavailable, and nothing else, when there is no sound to give.
        """
