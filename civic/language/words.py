"""Word lists that give a language away: content/understanding/{arabizi,turkish,dutch}.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

WORD_LISTS: Mapping[str, str] = {"ar": "arabizi", "tr": "turkish", "nl": "dutch"}


@dataclass(frozen=True)
class WordList:
    """The tell-tale words of one language; `patterns` match a whole word."""

    clear: frozenset[str]
    shared: frozenset[str]
    patterns: re.Pattern[str] | None

    def has_clear(self, word: str) -> bool:
        """Whether a normalised word is hardly ever written in another language."""
        if word in self.clear:
            return True
        if word in self.shared or self.patterns is None:
            return False
        return self.patterns.fullmatch(word) is not None


def read_word_lists(folder: Path) -> Mapping[str, WordList]:
    """The word lists by language code.

    Raises:
        FileNotFoundError: a list is missing from `folder`.
        ValueError: a list lacks a key, or a pattern is not a regular expression.
    """
    return {language: _read_word_list(folder / f"{name}.yml") for language, name in WORD_LISTS.items()}


def _read_word_list(path: Path) -> WordList:
    raw = yaml.safe_load(path.read_text("utf-8"))
    try:
        return WordList(
            clear=frozenset(raw["clear"].split()),
            shared=frozenset(raw["shared"].split()),
            patterns=re.compile("|".join(raw["patterns"])) if raw["patterns"] else None,
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise ValueError(f"{path.name}: {error!r}") from error
