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


class Limits(NamedTuple):
    """The lowest score, and the most words in a sentence: on average, and in any."""

    floor: int
    average: int
    longest: int


LIMITS = {
    "nl": Limits(floor=60, average=15, longest=22),
    "tr": Limits(floor=60, average=12, longest=20),
    # Nobody graded OSMAN on text without vowel marks, so our own 235 texts set the floor: they scored 83 on average
    # with a standard deviation of 9. Two deviations down stood five, each a row of official words without verbs.
    "ar": Limits(floor=65, average=15, longest=24),
}

ARTICLE = re.compile(r"^(?:de|het|een|je) ")
ABBREVIATION = re.compile(r"\(([A-Z][\w.-]*)\)")
# What may be attached to a name: Turkish endings (`Limburg.net'e`), Arabic one-letter words (`وبالمجلس`).
ATTACHED = {"nl": ("", "(?:['’]s)?"), "tr": ("", r"\w*(?:['’]\w+)?"), "ar": ("[وف]?[بكل]?", "")}

Names = dict[str, re.Pattern[str]]


def find(content: Content) -> Iterator[Problem]:
    """Texts that score too low, or whose sentences are too long."""
    names = {language: name_pattern(content, language) for language in LANGUAGES}
    for told in walk.wordings(content):
        limits = LIMITS[told.language]
        own = measure(_sentences(told, names), language=told.language)
        if own is None:
            continue
        if (count := len(own.longest)) > limits.longest:
            start = " ".join(own.longest[:8])
            yield Problem(told.path, f"a sentence of {count} words, at most {limits.longest}: {start} …")
        if own.average > limits.average:
            yield Problem(told.path, f"{own.average:.1f} words a sentence, at most {limits.average}")
        judged = own if own.words >= ENOUGH_WORDS else _measure_as_read(content, told, names) or own
        if judged.score < limits.floor:
            yield Problem(told.path, f"is hard to read: scores {judged.score:.1f}, at least {limits.floor}")


def name_pattern(content: Content, language: str) -> re.Pattern[str]:
    """The names of bodies, which the writer cannot make easier, with what `language` attaches to them.

    A name has a capital or several words: `de stad` and `okul` are ordinary words and count. Dutch names stay
    Dutch in the other languages.
    """
    names: set[str] = set()
    for body in content.organisations.values():
        names |= {name for name in _names(body, language) if " " in name or name[0].isupper()}
        names |= _names(body, "nl") if language == "tr" else set()
    names |= {"لل" + name.removeprefix("ال") for name in names if name.startswith("ال")}
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    before, after = ATTACHED[language]
    return re.compile(rf"(?<!\w){before}(?:{longest_first}){after}(?!\w)")


def _names(body: Organisation, language: str) -> set[str]:
    """The name without article and gloss, and an abbreviation that stands in brackets."""
    written = ARTICLE.sub("", body.names.in_language(language))
    return {written.partition(" (")[0], *ABBREVIATION.findall(written)}


def _sentences(told: walk.Told, names: Names) -> list[Sentence]:
    said = told.wording
    texts = [said.answer, *(said.steps or ()), said.confusion, said.simple]
    return sentences([text for text in texts if text], language=told.language, names=names[told.language])


def _measure_as_read(content: Content, told: walk.Told, names: Names) -> Measured | None:
    """The text of a city with the general text around it; of a general text, itself."""
    read = told._replace(wording=content.said(told.topic_id, told.language, told.city).wording)
    return measure(_sentences(read, names), language=told.language)
