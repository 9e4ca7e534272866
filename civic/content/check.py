"""Checks beyond shape: references, parity between languages, length, sources, freshness, characters."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterable, Iterator

from civic.content.files import Problem
from civic.content.load import Content
from civic.content.model import (
    ANSWER_WORDS,
    LANGUAGES,
    SIMPLE_WORDS,
    SOURCE_LANGUAGE,
    Confidence,
    Facts,
    Topic,
    Wording,
    WordingInCity,
)
from civic.content.revision import is_outdated, revision_of

BIDI_CONTROLS = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
CYRILLIC_OR_GREEK = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")


def find_broken(content: Content) -> list[Problem]:
    """Problems that make content unusable: unknown references and missing wordings."""
    return sorted({*_references(content), *_parity(content), *_phrases(content)})


def find_unfit(content: Content, *, today: dt.date) -> list[Problem]:
    """Problems that must not be published: length, sources, characters, expired review dates."""
    return sorted({*_lengths(content), *_sources(content), *_characters(content), *_expiry(content, today)})


def find_outdated(content: Content) -> list[Problem]:
    """Translations whose Dutch text has changed since they were confirmed."""
    found = []
    for path, wording, dutch in _translations(content):
        if is_outdated(wording, dutch=dutch):
            found.append(Problem(path, f"is outdated: the Dutch text is now {revision_of(dutch)}"))
    return sorted(found)


def _facts(content: Content) -> Iterator[tuple[str, Topic]]:
    for topic in content.topics.values():
        yield _topic_path(topic), topic
        for city in content.cities:
            if topic.id in content.city_topics.get(city, {}):
                yield f"cities/{city}/topics/{topic.id}.yml", content.topic(topic.id, city)


def _wordings(content: Content) -> Iterator[tuple[str, Wording | WordingInCity]]:
    for language, texts in content.texts.items():
        for topic_id, wording in texts.items():
            yield _text_path(content, language, topic_id), wording
    for city, languages in content.city_texts.items():
        for language, overrides in languages.items():
            for topic_id, override in overrides.items():
                yield f"cities/{city}/texts/{language}/{topic_id}.yml", override


def _translations(
    content: Content,
) -> Iterator[tuple[str, Wording | WordingInCity, Wording | WordingInCity]]:
    for language in LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        for topic_id, wording in content.texts[language].items():
            dutch = content.texts[SOURCE_LANGUAGE].get(topic_id)
            if dutch is not None:
                yield _text_path(content, language, topic_id), wording, dutch
        for city, languages in content.city_texts.items():
            for topic_id, override in languages[language].items():
                original = languages[SOURCE_LANGUAGE].get(topic_id)
                if original is not None:
                    yield f"cities/{city}/texts/{language}/{topic_id}.yml", override, original


def _topic_path(topic: Topic) -> str:
    return f"topics/{topic.area}/{topic.id}.yml"


def _text_path(content: Content, language: str, topic_id: str) -> str:
    area = content.topics[topic_id].area if topic_id in content.topics else "?"
    return f"texts/{language}/topics/{area}/{topic_id}.yml"


def _references(content: Content) -> Iterator[Problem]:
    for facts in content.cities.values():
        for role, organisation in facts.stands_for.items():
            for name in (role, organisation):
                if name not in content.organisations:
                    yield Problem(f"cities/{facts.id}/city.yml", f"unknown organisation {name}")
    for path, topic in _facts(content):
        named = [topic.decides, topic.executes, *topic.contacts, *([topic.ask] if topic.ask else [])]
        for name in named:
            if name not in content.organisations:
                yield Problem(path, f"unknown organisation {name}")
        for other in topic.see_also:
            if other not in content.topics:
                yield Problem(path, f"unknown topic {other} in see_also")
    for city, overrides in content.city_topics.items():
        for topic_id in overrides.keys() - content.topics.keys():
            yield Problem(f"cities/{city}/topics/{topic_id}.yml", "no such topic")


def _parity(content: Content) -> Iterator[Problem]:
    for topic_id in content.topics:
        for language in LANGUAGES:
            if topic_id not in content.texts[language]:
                yield Problem(_text_path(content, language, topic_id), "is missing")
    for language in LANGUAGES:
        for topic_id in content.texts[language].keys() - content.topics.keys():
            yield Problem(_text_path(content, language, topic_id), "no such topic")
    for city, languages in content.city_texts.items():
        named = set().union(*(overrides.keys() for overrides in languages.values()))
        for topic_id in named:
            for language in LANGUAGES:
                path = f"cities/{city}/texts/{language}/{topic_id}.yml"
                if topic_id not in languages[language]:
                    yield Problem(path, "is missing")
                elif topic_id not in content.topics:
                    yield Problem(path, "no such topic")
                elif _said_fields(languages[language][topic_id]) != _said_fields(
                    languages[SOURCE_LANGUAGE].get(topic_id)
                ):
                    yield Problem(path, "gives other fields than the Dutch file")


def _said_fields(override: WordingInCity | None) -> set[str]:
    if override is None:
        return set()
    return {
        name
        for name in type(override).model_fields
        if name not in {"translates", "review"} and getattr(override, name) is not None
    }


def _phrases(content: Content) -> Iterator[Problem]:
    dutch = content.phrases[SOURCE_LANGUAGE]
    for language in LANGUAGES:
        phrases = content.phrases[language]
        for key in sorted(dutch.keys() ^ phrases.keys()):
            where = language if key in dutch else SOURCE_LANGUAGE
            yield Problem(f"texts/{where}/phrases", f"{key}: is missing")
        for key in sorted(dutch.keys() & phrases.keys()):
            if _placeholders(dutch[key]) != _placeholders(phrases[key]):
                yield Problem(f"texts/{language}/phrases", f"{key}: other {{placeholders}} than in Dutch")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _lengths(content: Content) -> Iterator[Problem]:
    for path, wording in _wordings(content):
        for field, limit in (("answer", ANSWER_WORDS), ("simple", SIMPLE_WORDS)):
            text = getattr(wording, field)
            if text is not None and (count := len(text.split())) > limit:
                yield Problem(path, f"{field}: {count} words, at most {limit}")
        for number, step in enumerate(wording.steps or (), 1):
            if (count := len(step.split())) > SIMPLE_WORDS:
                yield Problem(path, f"steps.{number}: {count} words, at most {SIMPLE_WORDS}")


def _sources(content: Content) -> Iterator[Problem]:
    for path, topic in _facts(content):
        yield from _fact_sources(path, topic)


def _fact_sources(path: str, facts: Facts) -> Iterator[Problem]:
    if facts.confidence is Confidence.SOURCED and not facts.sources:
        yield Problem(path, "is marked sourced but names no source")
    if facts.confidence is Confidence.DRAFT and facts.ask is None:
        yield Problem(path, "is a draft but `ask` does not say whom to ask")


def _characters(content: Content) -> Iterator[Problem]:
    for path, wording in _wordings(content):
        yield from _odd_characters(path, _strings(wording))
    for language, phrases in content.phrases.items():
        for key, text in phrases.items():
            yield from _odd_characters(f"texts/{language}/phrases", [f"{key}: {text}"])


def _odd_characters(path: str, texts: Iterable[str]) -> Iterator[Problem]:
    for text in texts:
        if BIDI_CONTROLS.search(text):
            yield Problem(path, f"has an invisible or direction control character: {text[:40]}")
        if CYRILLIC_OR_GREEK.search(text):
            yield Problem(path, f"has a look-alike letter of another alphabet: {text[:40]}")


def _strings(wording: Wording | WordingInCity) -> Iterator[str]:
    for name in type(wording).model_fields:
        value = getattr(wording, name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value


def _expiry(content: Content, today: dt.date) -> Iterator[Problem]:
    for topic in content.topics.values():
        if topic.review_by < today:
            yield Problem(_topic_path(topic), f"had to be reviewed by {topic.review_by}")
