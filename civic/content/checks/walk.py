"""Walks through content with the path of each file, for the checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from civic.content.load import Content
from civic.content.model import LANGUAGES, SOURCE_LANGUAGE, Topic, Wording, WordingInCity

AnyWording = Wording | WordingInCity


class Told(NamedTuple):
    """A wording with where it stands; without a city it is the general one."""

    path: str
    language: str
    topic_id: str
    wording: AnyWording
    city: str | None = None


class Translated(NamedTuple):
    """A translation with its Dutch original."""

    path: str
    wording: AnyWording
    dutch: AnyWording


def topic_path(topic: Topic) -> str:
    """The facts file of a topic."""
    return f"topics/{topic.area}/{topic.id}.yml"


def text_path(content: Content, language: str, topic_id: str) -> str:
    """The wording file of a topic."""
    area = content.topics[topic_id].area if topic_id in content.topics else "?"
    return f"texts/{language}/topics/{area}/{topic_id}.yml"


def city_text_path(city: str, language: str, topic_id: str) -> str:
    """The wording file of a topic in one city."""
    return f"cities/{city}/texts/{language}/{topic_id}.yml"


def facts(content: Content) -> Iterator[tuple[str, Topic]]:
    """Every topic, in general and as it holds in each city that says something else."""
    for topic in content.topics.values():
        yield topic_path(topic), topic
        for city in content.cities:
            if topic.id in content.city_topics.get(city, {}):
                yield f"cities/{city}/topics/{topic.id}.yml", content.topic(topic.id, city)


def wordings(content: Content) -> Iterator[Told]:
    """Every wording, general and per city."""
    for language, texts in content.texts.items():
        for topic_id, wording in texts.items():
            yield Told(text_path(content, language, topic_id), language, topic_id, wording)
    for city, languages in content.city_texts.items():
        for language, overrides in languages.items():
            for topic_id, override in overrides.items():
                yield Told(city_text_path(city, language, topic_id), language, topic_id, override, city)


def translations(content: Content) -> Iterator[Translated]:
    """Every Turkish and Arabic wording that has a Dutch original."""
    for language in LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        for topic_id, wording in content.texts[language].items():
            dutch = content.texts[SOURCE_LANGUAGE].get(topic_id)
            if dutch is not None:
                yield Translated(text_path(content, language, topic_id), wording, dutch)
        for city, languages in content.city_texts.items():
            for topic_id, override in languages[language].items():
                original = languages[SOURCE_LANGUAGE].get(topic_id)
                if original is not None:
                    yield Translated(city_text_path(city, language, topic_id), override, original)


def strings(wording: AnyWording, *, without: str = "") -> Iterator[str]:
    """Every text of a wording, but for the field `without`."""
    for name in type(wording).model_fields.keys() - {without}:
        value = getattr(wording, name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value
