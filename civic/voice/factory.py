"""Builds the audio library that the VOICE setting asks for."""

from __future__ import annotations

from pathlib import Path

from civic.voice.espeak import EspeakEngine
from civic.voice.google import DEFAULT_URL, GoogleEngine
from civic.voice.library import AudioLibrary
from civic.voice.ports import VoiceEngine

CHOICES = ("auto", "gtts", "espeak", "none")


def build_library(voice: str, folder: Path, max_bytes: int, google_url: str = DEFAULT_URL) -> AudioLibrary | None:
    """The library for VOICE; None for `none`.

    `auto` prefers Google and falls back on eSpeak. Raises ValueError for another word.
    """
    if voice not in CHOICES:
        raise ValueError(f"VOICE is {voice!r}, must be one of {', '.join(CHOICES)}")
    if voice == "none":
        return None
    engines: list[VoiceEngine] = []
    if voice in {"auto", "gtts"}:
        engines.append(GoogleEngine(google_url))
    if voice in {"auto", "espeak"}:
        engines.append(EspeakEngine())
    return AudioLibrary(folder, engines, max_bytes=max_bytes)
