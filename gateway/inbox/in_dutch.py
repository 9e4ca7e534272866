"""Finds the Dutch of what the assistant said itself: its phrases exist in every language, only their gaps differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.telling import FIRST_STRONG, POP

_ISOLATES = str.maketrans("", "", FIRST_STRONG + POP)


class DutchOfPhrases:
    """The phrases of one content; each language is prepared when it is first asked for."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._plain: dict[str, dict[str, str]] = {}
        self._with_gaps: dict[str, list[tuple[re.Pattern[str], str]]] = {}

    def find(self, text: str, language: str) -> str | None:
        """The Dutch of `text`, said by the assistant in `language`; None when it is none of its phrases."""
        if language == SOURCE_LANGUAGE:
            return text
        if language not in self._content.phrases:
            return None
        if language not in self._plain:
            self._prepare(language)
        text = text.translate(_ISOLATES)
        return self._plain[language].get(text) or next(self._filled(text, language), None)

    def _prepare(self, language: str) -> None:
        phrases = self._content.phrases[language]
        self._plain[language] = {
            text: self._content.phrases[SOURCE_LANGUAGE][key] for key, text in phrases.items() if "{" not in text
        }
        # The longest first: what fits a short phrase with a wide gap may be a longer one.
        with_gaps = sorted((-len(text), key) for key, text in phrases.items() if "{" in text)
        self._with_gaps[language] = [(_pattern(phrases[key]), key) for _, key in with_gaps]

    def _filled(self, text: str, language: str) -> Iterator[str]:
        """A value may be a phrase itself, such as the name of a day."""
        for pattern, key in self._with_gaps[language]:
            if found := pattern.fullmatch(text):
                values = {name: self._value(value, language) for name, value in found.groupdict().items()}
                yield self._content.phrase(key, SOURCE_LANGUAGE, **values)

    def _value(self, value: str, language: str) -> str:
        words = value.split(" ")
        for size in range(len(words), 0, -1):
            if dutch := self._plain[language].get(" ".join(words[:size])):
                return " ".join((dutch, *words[size:]))
        return value


def _pattern(phrase: str) -> re.Pattern[str]:
    """The phrase with each of its gaps as a group of that name; a gap that comes twice holds the same twice."""
    seen: set[str] = set()
    parts = []
    for literal, name, _, _ in Formatter().parse(phrase):
        parts.append(re.escape(literal))
        if name:
            parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.+?)")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)
