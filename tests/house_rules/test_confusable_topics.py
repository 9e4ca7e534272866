"""Topics that are easily confused: the telling examples exist, and the assistant learns from them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from civic.content.load import CONTENT_ROOT, Content
from civic.content.model import LANGUAGES
from civic.search.documents import EXAMPLES_ROOT, read_examples

GROUPS: list[dict[str, Any]] = yaml.safe_load(
    (CONTENT_ROOT / "understanding" / "confusable-topics.yml").read_text("utf-8")
)
ONE_LINE = 120


def test_groups_name_existing_topics_and_say_how_they_differ(content: Content) -> None:
    assert len(GROUPS) >= 25
    for group in GROUPS:
        assert len(group["topics"]) >= 2
        assert group["topics"].keys() <= content.topics.keys()
        assert 0 < len(group["differ"]) <= ONE_LINE
        assert "\n" not in group["differ"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_telling_example_is_an_example_of_its_topic(content: Content, language: str) -> None:
    missing = []
    for group in GROUPS:
        for topic, said in group["topics"].items():
            path = EXAMPLES_ROOT / language / "topics" / content.topics[topic].area / f"{topic}.yml"
            if said[language] not in read_examples(path)[topic]:
                missing.append((topic, said[language]))
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_telling_example_stands_for_two_topics(language: str) -> None:
    told = [said[language] for group in GROUPS for said in group["topics"].values()]
    assert len(told) == len(set(told))
