"""What the rest of the code knows about translation: one method and one error."""

from __future__ import annotations

from typing import Protocol


class TranslationUnavailable(Exception):
    """No translation: the engine is off, unreachable, refuses, or spoilt the text."""


class Translator(Protocol):
    """Turns text from one language into another."""

    def translate(self, text: str, *, source: str, target: str) -> str:
        """Translate `text`; languages are ISO 639-1 codes, and `source` may be `auto`.

        Raises:
            TranslationUnavailable: there is no translation, for whatever reason.
        """
        ...
