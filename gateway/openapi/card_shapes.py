"""Cards and lists of topics as the HTTP interface tells them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from civic.content.model import Confidence, ContactKind, LanguageTag, Level, Review
from civic.content.step_verbs import Action


class Told(BaseModel):
    """Base: nothing else is in the answer."""

    model_config = ConfigDict(extra="forbid")


class Body(Told):
    """An organisation: its id, its name in the language asked for, its level of government."""

    id: str
    name: str
    level: Level


class Word(Told):
    """A hard word of the card's text as it stands there, and what it means."""

    word: str
    title: str
    explanation: str


class ContactLine(Told):
    """One way to reach an organisation; `source` is the page that states it."""

    kind: ContactKind
    value: str
    source: str
    organisation: str


class SourcePage(Told):
    """A page that says it; `seen_on`: the day it was read; `dated`: its own date, where it has one."""

    title: str
    url: str
    seen_on: dt.date
    dated: str | None = None


class DutchText(Told):
    """The Dutch words of a translated card."""

    title: str
    text: str
    steps: list[str]
    confusion: str


class Card(Told):
    """Who does it, what to do first, and what it is not. `dutch` is there for Turkish and Arabic.

    `actions`: per step what it has you do, in order; a step may have none.
    """

    title: str
    text: str
    simple: str
    language: LanguageTag
    responsible: Body
    decides: Body
    level: Level
    does: str
    steps: Annotated[list[str], Field(min_length=1, max_length=3)]
    actions: Annotated[list[list[Action]], Field(min_length=1, max_length=3)]
    confusion: str
    bring: list[str]
    words: list[Word]
    contacts: list[ContactLine]
    sources: list[SourcePage]
    status: Confidence
    review: Review
    outdated: bool
    notice: str | None = None
    ask: Body | None = None
    dutch: DutchText | None = None


class TopicCard(Card):
    """A card with the id and the area of its topic."""

    id: str
    area: str


class TopicLine(Told):
    """What lists show of a topic."""

    id: str
    area: str
    title: str
    level: Level


class FoundTopic(TopicLine):
    """A topic that was found; `score`: how well it fits."""

    score: Annotated[float, Field(ge=0, le=1)]


class Topics(Told):
    """Every topic, in the order of areas."""

    language: LanguageTag
    city: str | None
    topics: list[TopicLine]


class Found(Told):
    """The topics for some words, best first."""

    query: str
    language: LanguageTag
    city: str | None
    topics: list[FoundTopic]
