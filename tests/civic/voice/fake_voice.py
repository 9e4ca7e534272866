"""A voice that remembers what it was asked and can be switched off, and a library with such voices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from civic.voice.library import AudioLibrary
from civic.voice.ports import Mark, Speech, VoiceUnavailable

MEGABYTE = 1024 * 1024


@dataclass
class FakeVoice:
    """Says `name:text` as bytes; with `marks`, tells that each word takes a second."""

    name: str = "fake"
    local: bool = True
    works: bool = True
    marks: bool = False
    asked: list[str] = field(default_factory=list)

    def speak(self, text: str, *, language: str, slow: bool) -> Speech:
        """The sound, or VoiceUnavailable when switched off."""
        self.asked.append(text)
        if not self.works:
            raise VoiceUnavailable("switched off")
        sound = f"{self.name}:{text}:{language}:{slow}".encode()
        words = list(re.finditer(r"\S+", text)) if self.marks else []
        marks = tuple(Mark(at=float(second), start=word.start()) for second, word in enumerate(words))
        return Speech(sound, seconds=float(len(words)), marks=marks)


def cloud(*, works: bool = True) -> FakeVoice:
    """A voice that sends its text away."""
    return FakeVoice("cloud", local=False, works=works)


def library_with(folder: Path, *voices: FakeVoice, max_bytes: int = MEGABYTE, now: float = 0) -> AudioLibrary:
    """A library whose clock stands still at `now` seconds."""
    return AudioLibrary(folder, voices, max_bytes=max_bytes, clock=lambda: now)
