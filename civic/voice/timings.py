"""When each written word is heard: the marks of a voice, brought back from what was said to what stands there."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from civic.content.model import Strict
from civic.voice.ports import Mark, Speech

SIGNS = re.compile(r"[^\w]+")


class Span(NamedTuple):
    """From `at` seconds, the words numbered `first` up to and not including `end` are heard."""

    at: float
    first: int
    end: int


class Timings(Strict):
    """Of a sound of `seconds` seconds: `words` is how many words the text has, cut at white space; spans in order.

    Words in no span are written but not said. No word itself is kept here.
    """

    seconds: float
    words: int
    spans: tuple[Span, ...]


def timings_of(speech: Speech, *, written: str, spoken: str) -> Timings | None:
    """The timings of `speech`, which says `spoken` for the text `written`; None when the voice gave no marks."""
    words = written.split()
    starts = _written_word_at(words, spoken)
    heard = _first_of_each(speech.marks, starts)
    if not heard:
        return None
    ends = [after for (_, _), (_, after) in pairwise(heard)] + [len(words)]
    spans = tuple(Span(round(at, 3), first, end) for (at, first), end in zip(heard, ends, strict=True))
    return Timings(seconds=round(speech.seconds, 3), words=len(words), spans=spans)


def _first_of_each(marks: tuple[Mark, ...], starts: list[tuple[int, int]]) -> list[tuple[float, int]]:
    """Seconds and written word per mark; of several marks within one written word only the first counts."""
    heard: list[tuple[float, int]] = []
    at_token = 0
    for mark in marks:
        while at_token + 1 < len(starts) and starts[at_token + 1][0] <= mark.start:
            at_token += 1
        if starts and (not heard or starts[at_token][1] > heard[-1][1]):
            heard.append((mark.at, starts[at_token][1]))
    return heard


def _written_word_at(words: list[str], spoken: str) -> list[tuple[int, int]]:
    """For each spoken word: the character it begins at, and the number of the written word that it says.

    Where the two differ ("Limburg.net", "Limburg punt net"), the whole difference counts as its first written word.
    """
    tokens = list(re.finditer(r"\S+", spoken))
    matcher = SequenceMatcher(
        None, [_bare(word) for word in words], [_bare(each[0]) for each in tokens], autojunk=False
    )
    starts: list[tuple[int, int]] = []
    for same, first, _, token, end in matcher.get_opcodes():
        for number in range(token, end):
            written = first + number - token if same == "equal" else min(first, len(words) - 1)
            starts.append((tokens[number].start(), written))
    return starts


def _bare(word: str) -> str:
    return SIGNS.sub("", word).casefold() or word
