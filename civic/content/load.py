"""Loads content/ into one frozen `Content`, the only thing the rest of the program reads it through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from civic.content.files import Problem, Reader
from civic.content.model import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    City,
    GlossaryEntry,
    Organisation,
    Topic,
    TopicInCity,
    Wording,
    WordingInCity,
)
from civic.content.revision import is_outdated
from civic.content.short_titles import ShortTitles
from civic.content.step_verbs import StepVerbs

CONTENT_ROOT = Path(__file__).resolve().parents[2] / "content"


class ContentError(Exception):
    """content/ cannot be used as it is; the message lists every `path: problem`."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Said:
    """A topic's wording for one language and city, and whether its Dutch original has moved on."""

    wording: Wording
    language: str
    outdated: bool


@dataclass(frozen=True)
class Content:
    """All knowledge. Keys are ids; texts are by language, then topic; city overrides by city first."""

    organisations: Mapping[str, Organisation]
    topics: Mapping[str, Topic]
    texts: Mapping[str, Mapping[str, Wording]]
    cities: Mapping[str, City]
    city_topics: Mapping[str, Mapping[str, TopicInCity]]
    city_texts: Mapping[str, Mapping[str, Mapping[str, WordingInCity]]]
    phrases: Mapping[str, Mapping[str, str]]
    glossary: Mapping[str, GlossaryEntry]
    short_titles: Mapping[str, ShortTitles]
    step_verbs: StepVerbs | None

    def organisation(self, role_or_id: str, city: str | None) -> Organisation:
        """The organisation itself, or the one that plays this role in `city`; KeyError if unknown."""
        if city is not None:
            role_or_id = self.cities[city].stands_for.get(role_or_id, role_or_id)
        return self.organisations[role_or_id]

    def topic(self, topic_id: str, city: str | None) -> Topic:
        """The topic's facts as they hold in `city` (None: in general); KeyError if unknown."""
        topic = self.topics[topic_id]
        override = self.city_topics.get(city, {}).get(topic_id) if city else None
        return topic.model_copy(update=_given(override)) if override else topic

    def said(self, topic_id: str, language: str, city: str | None) -> Said:
        """The wording for `language` in `city`; outdated when general or city wording is."""
        wording = self.texts[language][topic_id]
        dutch = self.texts[SOURCE_LANGUAGE][topic_id]
        outdated = language != SOURCE_LANGUAGE and is_outdated(wording, dutch=dutch)
        overrides = self.city_texts.get(city, {}) if city else {}
        override = overrides.get(language, {}).get(topic_id)
        if override is not None:
            wording = wording.model_copy(update=_given(override))
            if language != SOURCE_LANGUAGE:
                outdated |= is_outdated(override, dutch=overrides[SOURCE_LANGUAGE][topic_id])
        return Said(wording=wording, language=language, outdated=outdated)

    def differs_by_city(self, topic_id: str) -> bool:
        """True when the card cannot be right without knowing the city."""
        topic = self.topics[topic_id]
        named = {topic.decides, topic.executes, *topic.contacts, *([topic.ask] if topic.ask else [])}
        for city, facts in self.cities.items():
            overridden = topic_id in self.city_topics.get(city, {})
            reworded = topic_id in self.city_texts.get(city, {}).get(SOURCE_LANGUAGE, {})
            if overridden or reworded or named & facts.stands_for.keys():
                return True
        return False

    def area_name(self, area: str, language: str) -> str:
        """What people call an area of topics, as above its topics in the list of all; KeyError if unknown."""
        return self.phrase(f"area_{area.replace('-', '_')}", language)

    def short_title(self, topic_id: str, language: str) -> str | None:
        """A title of at most 24 characters, where there is one; it stands beside the full title, never instead."""
        found = self.short_titles.get(topic_id)
        return found.in_language(language) if found and language in LANGUAGES else None

    def phrase(self, key: str, language: str, **values: object) -> str:
        """A phrase of the assistant itself, with its {placeholders} filled; KeyError if unknown."""
        return self.phrases[language][key].format(**values)


def _given(override: TopicInCity | WordingInCity) -> dict[str, object]:
    fields = type(override).model_fields.keys() - {"translates", "review"}
    return {name: value for name in fields if (value := getattr(override, name)) is not None}


def read_content(root: Path = CONTENT_ROOT) -> tuple[Content, list[Problem]]:
    """Read all of content/; what cannot be read is left out and reported."""
    reader = Reader(root)
    city_ids = sorted(path.parent.name for path in (root / "cities").glob("*/city.yml"))
    cities = {name: reader.read(root / "cities" / name / "city.yml", City) for name in city_ids}
    content = Content(
        organisations=reader.read_folder(root / "organisations", Organisation),
        topics=reader.read_folder(root / "topics", Topic),
        texts={tag: reader.read_folder(root / "texts" / tag / "topics", Wording) for tag in LANGUAGES},
        cities={name: city for name, city in cities.items() if city is not None},
        city_topics={name: reader.read_folder(root / "cities" / name / "topics", TopicInCity) for name in city_ids},
        city_texts={
            name: {tag: reader.read_folder(root / "cities" / name / "texts" / tag, WordingInCity) for tag in LANGUAGES}
            for name in city_ids
        },
        phrases={tag: _read_phrases(reader, root / "texts" / tag / "phrases") for tag in LANGUAGES},
        glossary=reader.read_folder(root / "glossary", GlossaryEntry),
        short_titles=reader.read_mapping(root / "short-titles.yml", ShortTitles),
        step_verbs=reader.read(root / "step-verbs.yml", StepVerbs),
    )
    return content, reader.problems


def load_content(root: Path = CONTENT_ROOT) -> Content:
    """The checked content; raises ContentError when a file is broken or refers to nothing."""
    from civic.content.checks import find_broken  # late: the checks import this module

    content, problems = read_content(root)
    problems += find_broken(content)
    if problems:
        raise ContentError(problems)
    return content


def _read_phrases(reader: Reader, folder: Path) -> dict[str, str]:
    phrases: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        raw = reader.read_yaml(path)
        if not isinstance(raw, dict):
            reader.report(path, "must be `key: text` lines")
            continue
        for key, text in raw.items():
            if not isinstance(text, str):
                reader.report(path, f"{key}: must be a text")
            elif key in phrases:
                reader.report(path, f"{key}: stands in two files")
            else:
                phrases[key] = text
    return phrases
