"""What the pages show of a proposal, and what the form of an editor holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from civic.replies import direction_of
from gateway.proposals.deciding import Acceptance
from gateway.proposals.masking import one_line
from gateway.proposals.sentences import read_taken
from gateway.services import Services
from gateway.store.schema import Proposal

HERE = ZoneInfo("Europe/Brussels")
LIKELY = 3
TEXT_LIMIT = 4000
Choice = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """A proposal with what a page says of it; `answer` is the Dutch text as it is now, `choices` topics by area."""

    proposal: Proposal
    at: dt.datetime
    direction: str
    answered: str
    answer: str
    topic: str
    likely: list[Choice]
    choices: list[tuple[str, list[Choice]]]

    def values(self) -> dict[str, Any]:
        """The same by name, for a template."""
        return {"shown": self, "proposal": self.proposal}


def shown_of(services: Services, proposal: Proposal) -> Shown:
    """What there is to say of it, as the content is now."""
    content = services.content
    city = proposal.city if proposal.city in content.cities else None
    answered = proposal.answered_topic if proposal.answered_topic in content.topics else None
    return Shown(
        proposal=proposal,
        at=proposal.at.astimezone(HERE),
        direction=direction_of(proposal.language),
        answered=title_of(content, answered),
        answer=content.said(answered, SOURCE_LANGUAGE, city).wording.answer if answered else "",
        topic=title_of(content, proposal.topic),
        likely=_likely(services, proposal),
        choices=_choices(content),
    )


def given_in(services: Services, proposal: Proposal) -> Acceptance:
    """The form as it begins: the question as an example of the likely topic, when it can be one."""
    example = one_line(proposal.question)
    topic = proposal.topic if proposal.topic in services.content.topics else None
    if topic is not None and read_taken().why_not(example, topic) is not None:
        topic = None
    return Acceptance(topic=topic, language=proposal.language, example=example)


def from_request(fields: Mapping[str, str]) -> Acceptance:
    """The form as it was sent."""
    return Acceptance(
        topic=fields.get("topic", "")[:80] or None,
        language=fields.get("language", "")[:2],
        example=fields.get("example", "")[:TEXT_LIMIT],
        change=fields.get("change", "")[:TEXT_LIMIT],
    )


def title_of(content: Content, topic: str | None) -> str:
    """The Dutch title of a topic; empty when there is none."""
    return content.texts[SOURCE_LANGUAGE][topic].title if topic in content.topics and topic else ""


def _likely(services: Services, proposal: Proposal) -> list[Choice]:
    """The topics that this may be about: as proposed, as answered, as found by its words."""
    found = [hit.topic for hit in services.search.rank(proposal.question[:300], limit=LIKELY)]
    named = [proposal.topic, proposal.answered_topic, *found]
    known = dict.fromkeys(topic for topic in named if topic in services.content.topics and topic)
    return [(topic, title_of(services.content, topic)) for topic in known]


def _choices(content: Content) -> list[tuple[str, list[Choice]]]:
    topics = sorted(content.topics.values(), key=lambda topic: (topic.area, title_of(content, topic.id)))
    return [
        (area, [(topic.id, title_of(content, topic.id)) for topic in group])
        for area, group in groupby(topics, key=lambda topic: topic.area)
    ]
