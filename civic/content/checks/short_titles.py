"""Has every topic a short title that nothing else is called?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from civic.content.files import Problem
from civic.content.load import Content
from civic.content.model import LANGUAGES

PATH = "short-titles.yml"


def find_unknown(content: Content) -> Iterator[Problem]:
    """Short titles of topics that are not there."""
    for topic_id in content.short_titles.keys() - content.topics.keys():
        yield Problem(PATH, f"{topic_id}: no such topic")


def find_unfit(content: Content) -> Iterator[Problem]:
    """Topics without a short title, and two that are called the same."""
    for topic_id in content.topics.keys() - content.short_titles.keys():
        yield Problem(PATH, f"{topic_id}: is missing")
    for language in LANGUAGES:
        titles = {topic_id: short.in_language(language) for topic_id, short in content.short_titles.items()}
        times = Counter(titles.values())
        for topic_id, title in titles.items():
            if times[title] > 1:
                yield Problem(PATH, f"{topic_id}.{language}: another topic is called the same")
