"""May it be published: length, sources, characters, contact details in texts, review dates, old facts?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from civic.content.checks import glossary, walk
from civic.content.files import Problem
from civic.content.load import Content
from civic.content.model import ANSWER_WORDS, SIMPLE_WORDS, Confidence

BIDI_CONTROLS = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
CYRILLIC_OR_GREEK = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
# A phone number; emergency numbers (short ones, and 070 245 245 of the poison centre) may stand in texts.
CONTACT_IN_TEXT = re.compile(r"\b(?!070 245 245)0\d{2,3}(?:[ /.]?\d{2,3}){2,3}\b|[\w.]+@[\w.]+\.\w+")


def find(content: Content, *, today: dt.date, outdated_facts: dict[str, str]) -> Iterator[Problem]:
    """Everything that keeps a text or topic from residents. `outdated_facts`: pattern → why it is old."""
    for told in walk.wordings(content):
        texts = list(walk.strings(told.wording))
        yield from _lengths(told)
        yield from _characters(told.path, texts)
        yield from _contacts_in(told.path, texts)
        current = walk.strings(told.wording, without="confusion")  # the line that may name what is no longer so
        yield from _old_facts(told.path, current, outdated_facts)
    for language, phrases in content.phrases.items():
        for key, text in phrases.items():
            yield from _characters(f"texts/{language}/phrases", [f"{key}: {text}"])
    for path, text in glossary.told(content):
        yield from _characters(path, [text])
        yield from _contacts_in(path, [text])
        yield from _old_facts(path, [text], outdated_facts)
    yield from glossary.find_long(content)
    yield from _sources(content)
    for body in content.organisations.values():
        values = [contact.value for contact in body.contacts]
        yield from _old_facts(f"organisations/{body.id}.yml", values, outdated_facts)
    for topic in content.topics.values():
        if topic.review_by < today:
            yield Problem(walk.topic_path(topic), f"had to be reviewed by {topic.review_by}")


def _lengths(told: walk.Told) -> Iterator[Problem]:
    for field, limit in (("answer", ANSWER_WORDS), ("simple", SIMPLE_WORDS)):
        text = getattr(told.wording, field)
        if text is not None and (count := len(text.split())) > limit:
            yield Problem(told.path, f"{field}: {count} words, at most {limit}")
    for number, step in enumerate(told.wording.steps or (), 1):
        if (count := len(step.split())) > SIMPLE_WORDS:
            yield Problem(told.path, f"steps.{number}: {count} words, at most {SIMPLE_WORDS}")


def _characters(path: str, texts: Iterable[str]) -> Iterator[Problem]:
    for text in texts:
        if BIDI_CONTROLS.search(text):
            yield Problem(path, f"has an invisible or direction control character: {text[:40]}")
        if CYRILLIC_OR_GREEK.search(text):
            yield Problem(path, f"has a look-alike letter of another alphabet: {text[:40]}")


def _contacts_in(path: str, texts: Iterable[str]) -> Iterator[Problem]:
    for text in texts:
        if found := CONTACT_IN_TEXT.search(text):
            yield Problem(path, f"a contact detail belongs with its organisation and source: {found.group()}")


def _old_facts(path: str, texts: Iterable[str], outdated_facts: dict[str, str]) -> Iterator[Problem]:
    for text in texts:
        for pattern, why in outdated_facts.items():
            if re.search(pattern, text):
                yield Problem(path, f"old fact ({why}): {text[:60]}")


def _sources(content: Content) -> Iterator[Problem]:
    for path, topic in walk.facts(content):
        if topic.confidence is Confidence.SOURCED and not topic.sources:
            yield Problem(path, "is marked sourced but names no source")
        if topic.confidence is Confidence.DRAFT and topic.ask is None:
            yield Problem(path, "is a draft but `ask` does not say whom to ask")
