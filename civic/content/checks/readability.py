"""Is it plain: how easy to read, and how long are the sentences?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from civic.content.checks import walk
from civic.content.checks.measures import Measured, Sentence, measure, sentences
from civic.content.files import Problem
from civic.content.load import Content
from civic.content.model import LANGUAGES, Organisation

# The formulas were made for samples of a hundred words: below this, one long word decides the score. A city's text
# that is shorter gets the score of what the resident reads: the general text with the city's changes in it.
ENOUGH_WORDS = 30
ARTICLE = re.compile(r"^(?:de|het|een|je) ")
SHORT_NAME = re.compile(r"\(([A-Z][\w.-]*)\)")


class Limits(NamedTuple):
    """The lowest score, the most words in a sentence on average, and in any sentence."""

    floor: float
    average: float
    longest: int


LIMITS = {
    "nl": Limits(floor=60, average=15, longest=22),
    "tr": Limits(floor=60, average=12, longest=20),
    "ar": Limits(floor=60, average=15, longest=24),
}


def find(content: Content) -> Iterator[Problem]:
    """Texts that score too low, or whose sentences are too long."""
    names = {language: name_pattern(content, language) for language in LANGUAGES}
    for told in walk.wordings(content):
        limits = LIMITS[told.language]
        own = measure(_sentences(told.wording, told.language, names), language=told.language)
        if own is None:
            continue
        if (count := len(own.longest)) > limits.longest:
            yield Problem(told.path, f"a sentence of {count} words, at most {limits.longest}: {_start(own.longest)}")
        if own.average > limits.average:
            yield Problem(told.path, f"{own.average:.1f} words a sentence, at most {limits.average}")
        score = _score(content, told, own, names)
        if score < limits.floor:
            yield Problem(told.path, f"is hard to read: scores {score:.1f}, at least {limits.floor}")


def name_pattern(content: Content, language: str) -> re.Pattern[str]:
    """The names of bodies that do not count as words of ours, with the endings that `language` adds.

    A name has a capital or several words: `de stad` and `okul` are ordinary words. Dutch names stay Dutch in the
    other languages.
    """
    names = set()
    for body in content.organisations.values():
        names |= {name for name in _names(body, language) if " " in name or name[0].isupper()}
        names |= set() if language == "nl" else _names(body, "nl")
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    before, after = AROUND_NAME[language]
    return re.compile(rf"(?<!\w){before}(?:{longest_first}){after}(?!\w)")
