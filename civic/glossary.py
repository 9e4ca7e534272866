"""Words of the system: recognises a question about one, and finds them in a text so that they can be explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from civic.content.load import Content
from civic.content.model import LANGUAGES, SOURCE_LANGUAGE, GlossaryEntry
from civic.language.normalise import normalise
from civic.word_questions import WordQuestions, Words, read_word_questions

# Longer messages tell a story: the word they end with is not what they are about.
_LONGEST_QUESTION = 15
# Letters, digits and the Arabic vowel signs that stand on them.
_TOKEN = re.compile(r"[^\W_][\w\u064b-\u065f\u0670]*")
_ARTICLE = "ال"


class Found(NamedTuple):
    """A glossary word in a text: `text[start:end]` is the word as it stands there."""

    entry: GlossaryEntry
    start: int
    end: int


@lru_cache(maxsize=20_000)  # the words of published texts come again and again
def key_of(form: str) -> Words:
    """What two ways of writing a word have in common: case, accents and the Arabic article do not count."""
    return tuple(_without_article(word) for word in normalise(form).split())


def find_question(text: str, content: Content) -> GlossaryEntry | None:
    """The word that `text` asks the meaning of, in any of our languages; None for every other message.

    A message that is only a word counts when the word is Dutch (whoever writes it in their own language knows it) and
    is not something that people ask for in one word, such as "grofvuil".
    """
    words = tuple(normalise(text).split())
    if not words or len(words) > _LONGEST_QUESTION:
        return None
    glossary = _AsKey(content.glossary)
    asked = read_word_questions()
    every, dutch = _index(glossary, LANGUAGES), _index(glossary, (SOURCE_LANGUAGE,))
    for question in asked.trims(words):
        for known, patterns in ((every, asked.means), (dutch, asked.who)):
            for pattern in patterns:
                word = pattern.word_in(question)
                entry = _lookup(word, known, asked) if word else None  # nearly all patterns do not fit
                if entry is not None:
                    return entry
    only = _lookup(words, dutch, asked)
    return only if only and only.alone else None


def words_in(text: str, language: str, content: Content) -> list[Found]:
    """The glossary words in a text of `language`, in order and without overlap; Dutch words count in every language."""
    known = _index(_AsKey(content.glossary), tuple(dict.fromkeys((SOURCE_LANGUAGE, language))))
    longest = max(map(len, known), default=0)
    spans = [(part, match.span()) for match in _TOKEN.finditer(text) for part in key_of(match.group())]
    keys = tuple(key for key, _ in spans)
    return list(_scan(keys, [span for _, span in spans], known, longest))


def _scan(
    keys: Words, spans: Sequence[tuple[int, int]], known: Mapping[Words, GlossaryEntry], longest: int
) -> Iterator[Found]:
    at = 0
    while at < len(keys):
        for length in range(min(longest, len(keys) - at), 0, -1):
            entry = known.get(keys[at : at + length])
            if entry is not None:
                yield Found(entry, spans[at][0], spans[at + length - 1][1])
                at += length
                break
        else:
            at += 1


def _lookup(words: Words, known: Mapping[Words, GlossaryEntry], asked: WordQuestions) -> GlossaryEntry | None:
    for trimmed in asked.trims(words):
        entry = known.get(tuple(map(_without_article, trimmed)))
        if entry is not None:
            return entry
    return None


def _without_article(word: str) -> str:
    return word.removeprefix(_ARTICLE) if len(word) > len(_ARTICLE) + 2 else word


class _AsKey:
    """A glossary that is the same only as itself: to compare all its entries would take half a millisecond."""

    def __init__(self, entries: Mapping[str, GlossaryEntry]) -> None:
        self.entries = entries

    def __hash__(self) -> int:
        return id(self.entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _AsKey) and self.entries is other.entries


@lru_cache(maxsize=16)
def _index(glossary: _AsKey, languages: tuple[str, ...]) -> Mapping[Words, GlossaryEntry]:
    return {
        key_of(form): entry
        for entry in glossary.entries.values()
        for language in languages
        for form in entry.words.in_language(language)
    }
