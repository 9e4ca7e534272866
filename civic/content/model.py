"""The shape of everything under content/, one pydantic model per kind of file.

Facts (organisations, topics, cities) hold no language; wording (texts, phrases) holds no facts.
`python -m civic.content schema` writes these models as JSON Schema for editors.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

LANGUAGES = ("nl", "tr", "ar")
SOURCE_LANGUAGE = "nl"
ANSWER_WORDS = 60
SIMPLE_WORDS = 25
MEANING_WORDS = 20
STEP_COUNT = 3

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Line = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
Revision = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
LanguageTag = Literal["nl", "tr", "ar"]


class Strict(BaseModel):
    """Base: unknown keys are errors, values never change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(StrEnum):
    """The layer of government, or the kind of body, that something belongs to."""

    CITY = "city"
    OCMW = "ocmw"
    POLICE = "police"
    FIRE = "fire"
    INTERMUNICIPAL = "intermunicipal"
    PROVINCE = "province"
    FLEMISH = "flemish"
    FEDERAL = "federal"
    UTILITY = "utility"
    SOCIAL = "social"
    PRIVATE = "private"


class Confidence(StrEnum):
    """`sourced`: a page in `sources` says it. `draft`: still to be checked, `ask` says with whom."""

    SOURCED = "sourced"
    DRAFT = "draft"


class Review(StrEnum):
    """How far a text has been read: by its writer, a second reader, or a named role of the city."""

    DRAFTED = "drafted"
    SECOND_READ = "second-read"
    CONFIRMED = "confirmed"


class ContactKind(StrEnum):
    """How an organisation is reached."""

    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    ADDRESS = "address"


class Source(Strict):
    """A page that says it: `seen_on` is the day it was read, `dated` the page's own date if it has one."""

    title: Line
    url: Url
    seen_on: dt.date
    dated: str | None = None


class Contact(Strict):
    """One way to reach an organisation; never without the page that states it."""

    kind: ContactKind
    value: Line
    source: Source


class PerLanguage(Strict):
    """The same short words in the three languages."""

    nl: Line
    tr: Line
    ar: Line

    def in_language(self, language: str) -> str:
        """The words in `language`; raises AttributeError for a language we do not write."""
        return str(getattr(self, language))


class Organisation(Strict):
    """A body that decides or executes something for residents."""

    id: Identifier
    level: Level
    kind: Line
    names: PerLanguage
    does: PerLanguage
    contacts: tuple[Contact, ...] = ()


class Facts(Strict):
    """What is true of a topic, apart from how it is said."""

    decides: Identifier
    executes: Identifier
    level: Level
    contacts: tuple[Identifier, ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: Confidence
    ask: Identifier | None = None


class Topic(Facts):
    """A thing a resident asks about; `owner` is a role that keeps it current until `review_by`."""

    id: Identifier
    area: Identifier
    owner: Line
    review_by: dt.date
    sensitive: bool = False
    see_also: tuple[Identifier, ...] = ()


class TopicInCity(Strict):
    """What differs in one city; a field left out keeps the general value."""

    decides: Identifier | None = None
    executes: Identifier | None = None
    level: Level | None = None
    contacts: tuple[Identifier, ...] | None = None
    sources: tuple[Source, ...] | None = None
    confidence: Confidence | None = None
    ask: Identifier | None = None


class OwnToCity(Strict):
    """What only one city has: its organisations, and the words for its instruments and places."""

    organisations: tuple[Identifier, ...] = ()
    words: tuple[Line, ...] = ()


class City(Strict):
    """A city: its name, and which organisation stands for each general role there.

    What is `own` to a city is never on a card of another. `may_name` lists the exceptions by topic: words of
    another city that the title and text of a card here may say, to tell that it is not here.
    """

    id: Identifier
    names: PerLanguage
    stands_for: dict[Identifier, Identifier]
    spellings: tuple[Line, ...] = ()
    own: OwnToCity = OwnToCity()
    may_name: dict[Identifier, tuple[Line, ...]] = {}


class Wording(Strict):
    """How a topic is said in one language.

    `answer` at most 60 words, `simple` at most 25 (for "say it simpler" and small screens),
    `steps` at most three. `translates` is the revision of the Dutch wording it was made from.
    """

    title: Line
    answer: Line
    simple: Line
    steps: tuple[Line, ...] = Field(min_length=1, max_length=STEP_COUNT)
    confusion: Line
    bring: tuple[Line, ...] = ()
    translates: Revision | None = None
    review: Review = Review.DRAFTED


class WordingInCity(Strict):
    """What is said differently in one city; a field left out keeps the general wording."""

    title: Line | None = None
    answer: Line | None = None
    simple: Line | None = None
    steps: tuple[Line, ...] | None = Field(default=None, max_length=STEP_COUNT)
    confusion: Line | None = None
    bring: tuple[Line, ...] | None = None
    translates: Revision | None = None
    review: Review = Review.DRAFTED


class WordForms(Strict):
    """The ways to write a word in each language: plurals, abbreviations, and what people say for it.

    Only what means nothing else. Turkish and Arabic may have none: many people use the Dutch word.
    """

    nl: tuple[Line, ...] = Field(min_length=1)
    tr: tuple[Line, ...]
    ar: tuple[Line, ...]

    def in_language(self, language: str) -> tuple[str, ...]:
        """The forms in `language`; raises AttributeError for a language we do not write."""
        forms: tuple[str, ...] = getattr(self, language)
        return forms


class GlossaryEntry(Strict):
    """A word of the system; `explanation` is one sentence of at most 20 words, `topic` says more.

    `alone`: a message of just this word asks what it means; false for things that people ask for in one word.
    """

    id: Identifier
    topic: Identifier
    alone: bool = True
    words: WordForms
    title: PerLanguage
    explanation: PerLanguage
