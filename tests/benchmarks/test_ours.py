"""The copy of our product that the benchmark trains and starts."""

from __future__ import annotations

from pathlib import Path

from benchmarks.data import TOPICS, Split
from benchmarks.ours import copy_product
from civic.content.load import read_content


def test_the_copy_knows_the_benchmarks_topics_only(tmp_path: Path) -> None:
    copy_product(Split(training={}, held_out=()), tmp_path / "copy")
    content, _problems = read_content(tmp_path / "copy" / "content")
    assert content.short_titles.keys() <= set(TOPICS)
    assert set(content.topics) == set(TOPICS)
    assert all(set(topics) <= set(TOPICS) for topics in content.city_topics.values())
    assert {other for topic in content.topics.values() for other in topic.see_also} <= set(TOPICS)
