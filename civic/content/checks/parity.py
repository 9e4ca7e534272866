"""Do the three languages say the same things?"""

from __future__ import annotations

import string
from collections.abc import Iterator

from civic.content.checks.walk import city_text_path, text_path
from civic.content.files import Problem
from civic.content.load import Content
from civic.content.model import LANGUAGES, SOURCE_LANGUAGE, WordingInCity


def find(content: Content) -> Iterator[Problem]:
    """Missing and superfluous wordings, other fields in a translation, phrases with other placeholders."""
    yield from _texts(content)
    for city, languages in content.city_texts.items():
        named = {topic_id for overrides in languages.values() for topic_id in overrides}
        for topic_id in named:
            yield from _city_text(content, city, topic_id)
    for language in LANGUAGES:
        yield from _phrases(content, language)


def _texts(content: Content) -> Iterator[Problem]:
    for language in LANGUAGES:
        known, written = content.topics.keys(), content.texts[language].keys()
        for topic_id in known - written:
            yield Problem(text_path(content, language, topic_id), "is missing")
        for topic_id in written - known:
            yield Problem(text_path(content, language, topic_id), "no such topic")


def _city_text(content: Content, city: str, topic_id: str) -> Iterator[Problem]:
    languages = content.city_texts[city]
    dutch = _said_fields(languages[SOURCE_LANGUAGE].get(topic_id))
    for language in LANGUAGES:
        path = city_text_path(city, language, topic_id)
        if topic_id not in languages[language]:
            yield Problem(path, "is missing")
        elif topic_id not in content.topics:
            yield Problem(path, "no such topic")
        elif _said_fields(languages[language][topic_id]) != dutch:
            yield Problem(path, "gives other fields than the Dutch file")


def _said_fields(override: WordingInCity | None) -> set[str]:
    if override is None:
        return set()
    fields = type(override).model_fields.keys() - {"translates", "review"}
    return {name for name in fields if getattr(override, name) is not None}


def _phrases(content: Content, language: str) -> Iterator[Problem]:
    dutch, phrases = content.phrases[SOURCE_LANGUAGE], content.phrases[language]
    for key in sorted(dutch.keys() - phrases.keys()):
        yield Problem(f"texts/{language}/phrases", f"{key}: is missing")
    for key in sorted(phrases.keys() - dutch.keys()):
        yield Problem(f"texts/{SOURCE_LANGUAGE}/phrases", f"{key}: is missing")
    for key in sorted(dutch.keys() & phrases.keys()):
        if _placeholders(dutch[key]) != _placeholders(phrases[key]):
            yield Problem(f"texts/{language}/phrases", f"{key}: other {{placeholders}} than in Dutch")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
