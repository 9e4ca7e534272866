"""How hard a text is to read: its sentences, its syllables and one published formula per language.

Libraries were tried on our own texts and not taken: pyphen counts hyphenation points and misses the first
syllable of `over`, `open` and `adres`; textstat takes its Dutch syllables from pyphen, has no Ateşman, and its
OSMAN never sees a vowel mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

NAME = "¤"  # stands for a name, a web address or a number: one word, no syllables
SENTENCE_END = re.compile(r"(?<=[.!?؟…])\s+")
BRACKETS = re.compile(r"\s*\([^)]*\)")
NUMBER = re.compile(r"\d+(?:[ ./]?\d+)*(?:['’]\w+)?")
WORD = re.compile(rf"{NAME}|[^\W\d_]+(?:['’.-][^\W\d_]+)*")
WEB_ADDRESS = re.compile(r"[\w-]+(?:\.[\w/-]+)+(?:['’]\w+)?")
# A row of Dutch words in an Arabic text, and in Turkish a word whose ending stands after an apostrophe (`Genk'te`).
NAMES_BY_SPELLING = {
    "nl": re.compile(r"(?!)"),
    "tr": re.compile(r"[\w-]+['’]\w+"),
    "ar": re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*(?: [A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*)*"),
}
VOWEL_MARKS = re.compile(r"[\u064b-\u0658\u0670]")

DUTCH_VOWELS = re.compile(r"aai|ooi|oei|eeu|ieu|eau|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|ëi|au|ou|ai|[aeiouyàáäèéêëíïóöúü]")
TURKISH_VOWELS = re.compile(r"[aeıioöuüâîûAEIİOÖUÜÂÎÛ]")
ARABIC_ARTICLE = re.compile(r"^([وف]?)(?:[بك]?ال|لل)")
ARABIC_FORMAL = re.compile(r"[ئءؤذظ]|وا$|ون$")  # OSMAN's "faseeh": letters and endings of formal words

Sentence = list[str]


class Measured(NamedTuple):
    """A text's score (higher is easier), its words, the words in a sentence on average, and the longest sentence."""

    score: float
    words: int
    average: float
    longest: Sentence


def sentences(texts: Iterable[str], *, language: str, names: re.Pattern[str] | None = None) -> list[Sentence]:
    """The words of each sentence. `names` count as one word; Turkish and Arabic texts lose their Dutch glosses."""
    found = []
    for text in texts:
        plain = VOWEL_MARKS.sub("", text if language == "nl" else BRACKETS.sub("", text))
        for pattern in (names, WEB_ADDRESS, NAMES_BY_SPELLING[language], NUMBER):
            plain = pattern.sub(NAME, plain) if pattern else plain
        found += [words for part in SENTENCE_END.split(plain) if (words := WORD.findall(part))]
    return found


def measure(found: list[Sentence], *, language: str) -> Measured | None:
    """The score of these sentences by the formula of `language`; None when there is nothing to count."""
    words = [word for sentence in found for word in sentence if word != NAME]
    if not words:
        return None
    count = sum(map(len, found))
    average = count / len(found)
    score = {"nl": flesch_douma, "tr": atesman, "ar": osman}[language](words, average)
    return Measured(score, count, average, max(found, key=len))


def flesch_douma(words: list[str], average: float) -> float:
    """Flesch for Dutch (Douma, 1960): 100 very easy, 60 plain, 30 difficult."""
    return 206.84 - 0.93 * average - 77 * sum(map(dutch_syllables, words)) / len(words)


def atesman(words: list[str], average: float) -> float:
    """Flesch for Turkish (Ateşman, 1997): 90 very easy, 50 to 69 middling, below 30 very difficult."""
    return 198.825 - 2.610 * average - 40.175 * sum(map(turkish_syllables, words)) / len(words)


def osman(words: list[str], average: float) -> float:
    """OSMAN for Arabic (El-Haj and Rayson, 2016), higher is easier, on text without vowel marks.

    OSMAN counts a short vowel as one and a long one as two, on text with marks. We write no marks, so every
    letter stands for one: right for open syllables and long vowels, one too many for closed syllables. Scores
    therefore lie lower than in the paper: compare them with each other only.
    """
    counts = [arabic_syllables(word) for word in words]
    long = sum(len(word) > 5 for word in words)
    complex_ = sum(count > 4 for count in counts)
    formal = sum(
        count > 4 and ARABIC_FORMAL.search(word) is not None for word, count in zip(words, counts, strict=True)
    )
    return 200.791 - 1.015 * average - 24.181 * (sum(counts) + long + complex_ + formal) / len(words)


def dutch_syllables(word: str) -> int:
    """Groups of vowels that are spoken as one: `adres` 2, `identiteitskaart` 5."""
    return max(1, len(DUTCH_VOWELS.findall(word.lower())))


def turkish_syllables(word: str) -> int:
    """Every Turkish vowel is a syllable: `belediye` 4."""
    return max(1, len(TURKISH_VOWELS.findall(word)))


def arabic_syllables(word: str) -> int:
    """Letters as OSMAN's syllables (see there); the article counts as one: `البلدية` 6."""
    return len(ARABIC_ARTICLE.sub(r"\1ل", word))
