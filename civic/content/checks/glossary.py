"""Is each word of the glossary explained once, shortly, and with a topic that says more?"""

from __future__ import annotations

from collections.abc import Iterator

from civic.content.files import Problem
from civic.content.load import Content
from civic.content.model import LANGUAGES, MEANING_WORDS, GlossaryEntry
from civic.glossary import key_of
from civic.word_questions import Words


def find(content: Content) -> Iterator[Problem]:
    """Unknown topics, and words that stand in two entries: nobody could tell which one is meant."""
    explained: dict[Words, GlossaryEntry] = {}
    for entry in content.glossary.values():
        if entry.topic not in content.topics:
            yield Problem(_path(entry), f"unknown topic {entry.topic}")
        for form in _forms(entry):
            first = explained.setdefault(key_of(form), entry)
            if first is not entry:
                yield Problem(_path(entry), f"words: {form!r} stands in {first.id} too")


def find_long(content: Content) -> Iterator[Problem]:
    """Explanations that are too long to read at a glance."""
    for entry in content.glossary.values():
        for language in LANGUAGES:
            if (count := len(entry.explanation.in_language(language).split())) > MEANING_WORDS:
                yield Problem(_path(entry), f"explanation.{language}: {count} words, at most {MEANING_WORDS}")


def told(content: Content) -> Iterator[tuple[str, str]]:
    """The path and each text that residents read."""
    for entry in content.glossary.values():
        for language in LANGUAGES:
            yield _path(entry), entry.title.in_language(language)
            yield _path(entry), entry.explanation.in_language(language)


def _forms(entry: GlossaryEntry) -> Iterator[str]:
    for language in LANGUAGES:
        yield from entry.words.in_language(language)


def _path(entry: GlossaryEntry) -> str:
    return f"glossary/{entry.id}.yml"
