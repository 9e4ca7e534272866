"""The civic thesaurus: finds in a message the things that residents talk about, whatever the language.

`content/understanding/concepts/*.yml` lists, per concept, the words for it in Dutch, Turkish and Arabic (dialect, loan
words and Latin-script forms among them). What a classifier learns of a concept in one language helps the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from civic.language.normalise import normalise

CONCEPTS = Path(__file__).resolve().parents[2] / "content" / "understanding" / "concepts"
ANY_ENDING = "*"
LONGEST_PHRASE = 4
# What Arabic writes onto the front of a word: and, so, in, for, like, the.
_CLITICS = ("و", "ف", "ب", "ل", "ك")
_ARTICLES = ("ال", "لل")
_SHORTEST_REST = 3

Entries = Mapping[str, Sequence[str]]  # concept: its words, as written in the files
Pattern = tuple[str, ...]


class Thesaurus:
    """Concepts by their words. `entries` may hold `word*` (any ending), `*word` (any beginning) and phrases."""

    def __init__(self, entries: Entries) -> None:
        self.entries = {concept: tuple(words) for concept, words in entries.items()}
        self._whole: dict[str, list[str]] = {}
        self._beginnings: dict[str, list[str]] = {}
        self._endings: dict[str, list[str]] = {}
        self._phrases = _Phrases()
        for concept, words in self.entries.items():
            for word in words:
                self._add(concept, word)
        self._longest_stem = max((len(stem) for stem in (*self._beginnings, *self._endings)), default=0)
        self._of_word = lru_cache(maxsize=50_000)(self._concepts_of)

    def find(self, text: str) -> list[str]:
        """The concepts that `text` mentions, once each, in the order of the alphabet."""
        words = normalise(text).split()
        found = {concept for word in words for concept in self._of_word(word)}
        found.update(self._phrases_in(words))
        return sorted(found)

    def _add(self, concept: str, entry: str) -> None:
        pattern = tuple(_pattern_of(word) for word in entry.split())
        if len(pattern) > 1:
            self._phrases.add(pattern, concept)
            return
        (word,) = pattern
        stem = word.strip(ANY_ENDING)
        if not stem:
            return
        if word.endswith(ANY_ENDING):
            self._beginnings.setdefault(stem, []).append(concept)
        if word.startswith(ANY_ENDING):
            self._endings.setdefault(stem, []).append(concept)
        if ANY_ENDING not in word:
            self._whole.setdefault(stem, []).append(concept)

    def _concepts_of(self, word: str) -> tuple[str, ...]:
        """The concepts of one word; those of its longest stem only, so that `kaartje*` wins over `kaart*`."""
        for form in _forms(word):
            if form in self._whole:
                return tuple(self._whole[form])
            for length in range(min(len(form), self._longest_stem), 1, -1):
                found = [*self._beginnings.get(form[:length], ()), *self._endings.get(form[-length:], ())]
                if found:
                    return tuple(dict.fromkeys(found))
        return ()

    def _phrases_in(self, words: Sequence[str]) -> Iterator[str]:
        for start, word in enumerate(words):
            for form in _forms(word):
                for pattern, concept in self._phrases.beginning_with(form):
                    rest = words[start + 1 : start + len(pattern)]
                    if len(rest) == len(pattern) - 1 and all(map(_fits, rest, pattern[1:])):
                        yield concept


class _Phrases:
    """Phrases by their first word: of thousands, only those that a word can begin are looked at."""

    def __init__(self) -> None:
        self._whole: dict[str, list[tuple[Pattern, str]]] = {}
        self._beginnings: dict[str, list[tuple[Pattern, str]]] = {}
        self._endings: dict[str, list[tuple[Pattern, str]]] = {}

    def add(self, pattern: Pattern, concept: str) -> None:
        first = pattern[0]
        if first.endswith(ANY_ENDING):
            kind = self._beginnings
        else:
            kind = self._endings if first.startswith(ANY_ENDING) else self._whole
        kind.setdefault(first.strip(ANY_ENDING), []).append((pattern, concept))

    def beginning_with(self, word: str) -> Iterator[tuple[Pattern, str]]:
        """Each phrase whose first word fits `word`, with its concept."""
        yield from self._whole.get(word, ())
        for length in range(len(word) + 1):
            yield from self._beginnings.get(word[:length], ())
            yield from self._endings.get(word[len(word) - length :], ())


def read_thesaurus(folder: Path = CONCEPTS) -> Thesaurus:
    """The thesaurus in `folder`; languages are put together, because people mix them."""
    entries: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        raw: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text("utf-8")) or {}
        for concept, by_language in raw.items():
            entries.setdefault(concept, []).extend(word for words in by_language.values() for word in words)
    return Thesaurus(entries)


def doubtful(by_file: Mapping[str, Any], languages: Iterable[str]) -> Iterator[str]:
    """What is wrong with the concept files, one sentence each; `by_file`: their contents by name."""
    wanted = set(languages)
    home: dict[str, str] = {}
    said: dict[tuple[str, str], str] = {}
    for name, concepts in by_file.items():
        for concept, words in concepts.items():
            if concept in home:
                yield f"{name}: {concept} stands in {home[concept]} too"
            home[concept] = name
            if set(words) != wanted:
                yield f"{name}: {concept} needs words in {', '.join(sorted(wanted))}"
            for language, entries in words.items():
                for entry in entries:
                    spelled = " ".join(_pattern_of(word) for word in str(entry).split())
                    if not spelled.strip(ANY_ENDING + " "):
                        yield f"{name}: {concept} has an empty word in {language}"
                    elif said.setdefault((language, spelled), concept) != concept:
                        yield f"{name}: {entry} stands under {concept} and {said[language, spelled]}"


def _pattern_of(word: str) -> str:
    """The word as `normalise` spells it, with its stars kept."""
    stem = normalise(word.strip(ANY_ENDING)).replace(" ", "")
    return f"{ANY_ENDING * word.startswith(ANY_ENDING)}{stem}{ANY_ENDING * word.endswith(ANY_ENDING)}"


def _fits(word: str, pattern: str) -> bool:
    stem = pattern.strip(ANY_ENDING)
    if pattern.endswith(ANY_ENDING):
        return word.startswith(stem)
    if pattern.startswith(ANY_ENDING):
        return word.endswith(stem)
    return word == stem


def _forms(word: str) -> Iterator[str]:
    """The word, and in Arabic the word without what is written onto its front."""
    yield word
    if not "\u0620" <= word[0] <= "\u064a":
        return
    for front in _CLITICS:
        if word.startswith(front) and len(word) - len(front) >= _SHORTEST_REST:
            yield from _without_article(word[len(front) :])
            break
    yield from _without_article(word)


def _without_article(word: str) -> Iterator[str]:
    yield word
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_REST:
            yield word[len(article) :]
