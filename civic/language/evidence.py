"""What the words of a Latin-script message say about Dutch, Turkish and Arabic."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from civic.language.normalise import normalise
from civic.language.words import WordList

_TURKISH_LETTERS = re.compile(r"[şğıŞĞİ]")
# Genk'in, stad'a, Beringen'deki: a Turkish ending after a name; then a question ending in "mi?".
_TURKISH_ENDING = re.compile(
    r"\w{3,40}['’](?:n[iıuü]n|[iıü]n|[dt][ea]n?|y?[ea]|n?[dt][ea]ki|[yn]?[iıuü]|l[iıuü]|yl[ae]|m[iı])\b"
    r"|\bm[iıuü]\s*(?:[?,]|$)",
    re.IGNORECASE,
)
_RAW_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Evidence:
    """Counts in one message: all words, Turkish-lettered ones, tell-tale ones by language."""

    words: int
    turkish_letters: int
    clear: Mapping[str, int]
    shared: Mapping[str, int]


def gather(text: str, lists: Mapping[str, WordList]) -> Evidence:
    """Count the tell-tale words of `text`; numbers on their own are no words."""
    words = [word for word in normalise(text).split() if not word.isdigit()]
    clear = {name: sum(map(words_of.has_clear, words)) for name, words_of in lists.items()}
    shared = {name: sum(word in own.shared for word in words) for name, own in lists.items()}
    written, names = _turkish_letters(text)
    clear["tr"] += written + len(_TURKISH_ENDING.findall(text))
    shared["tr"] += names
    return Evidence(len(words), turkish_letters=written + names, clear=clear, shared=shared)


def _turkish_letters(text: str) -> tuple[int, int]:
    """Words with a letter that only Turkish has: plain ones, and capitalised ones (often names)."""
    found = [word for word in _RAW_WORD.findall(text) if _TURKISH_LETTERS.search(word)]
    names = sum(word[0].isupper() for word in found)
    return len(found) - names, names
