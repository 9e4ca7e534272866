"""The ways to ask what a word means, from content/understanding/word-questions.yml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from civic.content.load import CONTENT_ROOT
from civic.language.normalise import normalise

PATH = CONTENT_ROOT / "understanding" / "word-questions.yml"
_WORD = "…"

Words = tuple[str, ...]


@dataclass(frozen=True)
class Pattern:
    """The normalised words before and after the word that is asked about."""

    before: Words
    after: Words

    def word_in(self, question: Words) -> Words:
        """What stands in the place of the word; empty when the question does not fit."""
        end = len(question) - len(self.after)
        fits = question[: len(self.before)] == self.before and question[end:] == self.after
        return question[len(self.before) : end] if fits else ()


@dataclass(frozen=True)
class WordQuestions:
    """`means` for every word, `who` for Dutch words only, `around`: what may stand at either end.

    `longest`: the number of words of the longest phrase in `around`.
    """

    means: tuple[Pattern, ...]
    who: tuple[Pattern, ...]
    around: frozenset[Words]
    longest: int

    def trims(self, words: Words) -> Iterator[Words]:
        """`words`, and what is left of them without the phrases of `around` at either end, longest first."""
        waiting, seen = [words], {words}
        while waiting:
            current = waiting.pop(0)
            yield current
            for length in range(1, min(self.longest, len(current) - 1) + 1):
                for phrase, rest in ((current[:length], current[length:]), (current[-length:], current[:-length])):
                    if phrase in self.around and rest not in seen:
                        seen.add(rest)
                        waiting.append(rest)


@lru_cache(maxsize=1)
def read_word_questions(path: Path = PATH) -> WordQuestions:
    """The patterns; raises FileNotFoundError when the file is missing, KeyError when a part of it is."""
    raw = yaml.safe_load(path.read_text("utf-8"))
    around = frozenset(tuple(normalise(phrase).split()) for phrase in raw["around"])
    return WordQuestions(
        means=tuple(map(_pattern, raw["means"])),
        who=tuple(map(_pattern, raw["who"])),
        around=around,
        longest=max(map(len, around)),
    )


def _pattern(written: str) -> Pattern:
    before, _, after = written.partition(_WORD)
    return Pattern(before=tuple(normalise(before).split()), after=tuple(normalise(after).split()))
