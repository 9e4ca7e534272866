"""Does everything that is named exist?"""

from __future__ import annotations

from collections.abc import Iterator

from civic.content.checks import walk
from civic.content.files import Problem
from civic.content.load import Content
from civic.content.model import Topic


def find(content: Content) -> Iterator[Problem]:
    """Unknown organisations and topics."""
    yield from _cities(content)
    for path, topic in walk.facts(content):
        yield from _topic(content, path, topic)
    for city, overrides in content.city_topics.items():
        for topic_id in overrides.keys() - content.topics.keys():
            yield Problem(f"cities/{city}/topics/{topic_id}.yml", "no such topic")


def _cities(content: Content) -> Iterator[Problem]:
    for facts in content.cities.values():
        path = f"cities/{facts.id}/city.yml"
        named = {name for pair in facts.stands_for.items() for name in pair} | {*facts.own.organisations}
        for name in named - content.organisations.keys():
            yield Problem(path, f"unknown organisation {name}")
        for topic in facts.may_name.keys() - content.topics.keys():
            yield Problem(path, f"unknown topic {topic} in may_name")


def _topic(content: Content, path: str, topic: Topic) -> Iterator[Problem]:
    named = {topic.decides, topic.executes, *topic.contacts, *([topic.ask] if topic.ask else [])}
    for name in named - content.organisations.keys():
        yield Problem(path, f"unknown organisation {name}")
    for other in set(topic.see_also) - content.topics.keys():
        yield Problem(path, f"unknown topic {other} in see_also")
