"""The areas that topics belong to, for someone who does not know what to ask: a picture each, then the topics."""

from __future__ import annotations

from typing import Any

from civic.content.load import Content
from civic.language.normalise import normalise
from gateway.services import services
from gateway.topics.api import summary

# What most people come for stands first; an area that is not named here comes after.
ORDER = (
    *("civil-affairs", "housing", "income", "waste", "family-school", "health", "work", "street"),
    *("taxes", "safety", "language", "mobility", "rights", "digital", "leisure", "democracy"),
)
ALL = "all"


def areas_of(content: Content) -> list[str]:
    """The areas that have topics, in the order to show them."""
    known = {topic.area for topic in content.topics.values()}
    return [area for area in ORDER if area in known] + sorted(known - set(ORDER))


def topics_in(area: str, language: str, city: str | None) -> list[dict[str, Any]]:
    """What lists show of the topics of an area, by title; empty for an unknown area."""
    chosen = [topic.id for topic in services().content.topics.values() if topic.area == area]
    return sorted((summary(topic, language, city) for topic in chosen), key=lambda line: normalise(line["title"]))


def choice_of(area: str | None, language: str, city: str | None) -> dict[str, Any] | None:
    """What to choose from: `area` (None for `all`: then from the areas) and its `topics`; None for anything else."""
    if area == ALL:
        return {"area": None, "topics": []}
    topics = topics_in(area, language, city) if area else []
    return {"area": area, "topics": topics} if topics else None
