"""Every topic's structured data against the vocabulary of schema.org: known types, known properties, fitting values.

The vocabulary is pydantic2-schemaorg's, generated from schema.org. It ignores properties it does not know, so those
are looked for here: an unknown property is what search engines complain about most.
"""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from civic.cards import card_for
from civic.content.load import Content
from civic.content.model import LANGUAGES
from gateway.topics.structured_data import government_service

JSON_LD = {"@context", "@id"}


class NotInVocabulary(Exception):
    """A type or property that schema.org does not have."""


def read(node: Any) -> Any:
    """`node` as an object of the vocabulary; raises NotInVocabulary, or pydantic's ValidationError for a bad value."""
    if isinstance(node, list):
        return [read(item) for item in node]
    if not isinstance(node, dict):
        return node
    kind = node["@type"]
    try:
        model = getattr(importlib.import_module(f"pydantic2_schemaorg.{kind}"), kind)
    except ModuleNotFoundError as error:
        raise NotInVocabulary(kind) from error
    known = {field.alias for field in model.__fields__.values()} | JSON_LD
    unknown = sorted(set(node) - known)
    if unknown:
        raise NotInVocabulary(f"{kind}: {', '.join(unknown)}")
    return model(**{name: read(value) for name, value in node.items() if name not in JSON_LD})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city", [None, "genk", "beringen"])
def test_every_topic_is_accepted(content: Content, language: str, city: str | None) -> None:
    for topic in content.topics:
        card = card_for(content, topic, language=language, city=city)
        data = government_service(card, url=f"https://example.org/t/{topic}", city=city)

        service = read(data)

        assert service.name == card["title"]
        assert service.provider.name == card["responsible"]["name"]
        assert service.url == f"https://example.org/t/{topic}"


def test_a_property_of_another_type_is_refused() -> None:
    with pytest.raises(NotInVocabulary, match="GovernmentService: inLanguage"):
        read({"@type": "GovernmentService", "name": "x", "inLanguage": "nl"})


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(NotInVocabulary, match="TownHall"):
        read({"@type": "GovernmentService", "provider": {"@type": "TownHall"}})


def test_a_value_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(ValueError, match="provider"):
        read({"@type": "GovernmentService", "provider": {"@type": "WebPage", "name": "x"}})
