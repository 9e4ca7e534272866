"""What is said aloud of a card: its title, its answer and its steps."""

from __future__ import annotations

from civic.content.model import Wording
from civic.voice.words import spoken_words

CLOSED = (".", "!", "?", "؟", ":")


def script_for(wording: Wording, language: str) -> str:
    """One text to hear: title, answer, steps ("Stap 1: ..."); a single step has no number.

    `language` is nl, tr or ar; raises AttributeError for another.
    """
    parts = [wording.title, wording.answer, *_steps(wording.steps, language)]
    return "\n".join(part if part.endswith(CLOSED) else f"{part}." for part in map(str.strip, parts))


def _steps(steps: tuple[str, ...], language: str) -> list[str]:
    if len(steps) == 1:
        return list(steps)
    word = spoken_words().step.in_language(language)
    return [f"{word} {number}: {step}" for number, step in enumerate(steps, 1)]
