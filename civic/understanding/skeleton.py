"""The consonants of a word in one alphabet, so that "hawiyye" and "هوية" share something a classifier can see.

Latin-script Arabic has no spelling of its own: vowels come and go and one sound has three letters. What stays is the
row of consonants. Both scripts are mapped onto the same few letters; vowels and doubled letters fall away.
"""

from __future__ import annotations

import re
from functools import lru_cache

from civic.language.normalise import normalise

_ARABIC = {
    "ا": "", "ء": "", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r",
    "ز": "z", "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "g", "ف": "f", "ق": "k",
    "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "پ": "b", "چ": "c", "ژ": "j",
}  # fmt: skip
_PAIRS = {"kh": "x", "sh": "c", "ch": "c", "gh": "g", "th": "t", "dh": "d", "ou": "", "oe": "", "ij": "y", "ph": "f"}
_LATIN = {
    "a": "", "e": "", "i": "", "o": "", "u": "", "2": "", "3": "", "5": "x", "6": "t", "7": "h", "8": "g", "9": "k",
    "b": "b", "c": "c", "d": "d", "f": "f", "g": "g", "h": "h", "j": "j", "k": "k", "l": "l", "m": "m", "n": "n",
    "p": "b", "q": "k", "r": "r", "s": "s", "t": "t", "v": "f", "w": "w", "x": "x", "y": "y", "z": "z",
}  # fmt: skip
_DOUBLED = re.compile(r"(.)\1+")
SHORTEST = 2


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a normalised `word`; empty when fewer than two are left."""
    for pair, sound in _PAIRS.items():
        word = word.replace(pair, sound)
    sounds = "".join(_ARABIC.get(letter, _LATIN.get(letter, "")) for letter in word)
    bare = _DOUBLED.sub(r"\1", sounds).rstrip("hy") or sounds
    return bare if len(bare) >= SHORTEST else ""


def skeletons(text: str) -> list[str]:
    """The skeletons of the words of `text`, in order, without the empty ones; the Arabic article falls away."""
    words = (_without_article(word) for word in normalise(text).split())
    return [found for found in map(skeleton, words) if found]


def _without_article(word: str) -> str:
    for article in ("ال", "el", "al"):
        if word.startswith(article) and len(word) - len(article) >= 4:
            return word[len(article) :]
    return word
