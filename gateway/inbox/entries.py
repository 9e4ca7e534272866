"""The transcript as the case sheet shows it: the Dutch on one side, the resident's language on the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from civic.replies import Kind, direction_of
from gateway.bridge.transcript import Line
from gateway.inbox.in_dutch import DutchOfPhrases
from gateway.inbox.listing import topic_title
from gateway.store.schema import TranslationState

# What the assistant says about passing on, and the answers to that: rarely worth reading.
QUIET = (Kind.HANDOVER.value, Kind.NOTICE.value)


@dataclass(frozen=True)
class Words:
    """A text in a language, with its direction for the page."""

    text: str
    language: str

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return direction_of(self.language)


@dataclass(frozen=True)
class Entry:
    """One thing said. `dutch` and `other`: the same in both languages, where there are both.

    `missing`: why there is no Dutch, or no translation (a TranslationState), else empty. `title`: of the card that
    was shown. `message`: its id, for an answer that can be called wrong. `options`: what it gave to choose from.
    `number`: of the CaseMessage, for what was said in the case.
    """

    at: dt.datetime
    sender: str
    who: str
    dutch: Words | None
    other: Words | None
    missing: str = ""
    title: str = ""
    topic: str | None = None
    message: str | None = None
    emergency: bool = False
    quiet: bool = False
    number: int | None = None
    options: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Group:
    """Entries that stand together; quiet ones are folded away."""

    quiet: bool
    entries: Sequence[Entry]


class Reader:
    """Turns lines into entries. `names`: staff by number, as colleagues call them."""

    def __init__(self, content: Content, phrases: DutchOfPhrases, names: Mapping[int, str], city: str | None) -> None:
        self._content = content
        self._phrases = phrases
        self._names = names
        self._city = city

    def groups(self, lines: Iterable[Line]) -> list[Group]:
        """The entries in order, with what belongs together put together."""
        entries = [self._entry(line) for line in lines]
        return [Group(quiet, tuple(together)) for quiet, together in groupby(entries, key=lambda entry: entry.quiet)]

    def _entry(self, line: Line) -> Entry:
        if line.message is not None:
            return self._from_bot(line)
        own = Words(line.text, line.language)
        translated = self._translated(line)
        dutch, other = (own, translated) if line.language == SOURCE_LANGUAGE else (translated, own)
        waits = line.translation in (TranslationState.WAITING.value, TranslationState.FAILED.value)
        return Entry(
            at=line.at,
            sender=line.sender,
            who=self._names.get(line.staff_id or 0, ""),
            dutch=dutch,
            other=other,
            missing=line.translation if waits else "",
            title=topic_title(self._content, line.topic, self._city),
            topic=line.topic,
            quiet=line.aside,
            number=line.number,
        )

    def _translated(self, line: Line) -> Words | None:
        if line.translated:
            return Words(line.translated, line.translated_language or SOURCE_LANGUAGE)
        dutch = self._phrases.find(line.text, line.language) if line.aside else None  # what stood on a button
        return Words(dutch, SOURCE_LANGUAGE) if dutch and line.language != SOURCE_LANGUAGE else None

    def _from_bot(self, line: Line) -> Entry:
        message = line.message or {}
        card = message.get("card") or {}
        foreign = line.language != SOURCE_LANGUAGE
        dutch = card["dutch"]["text"] if card.get("dutch") else self._phrases.find(line.text, line.language)
        return Entry(
            at=line.at,
            sender=line.sender,
            who="WieDoetWat",
            dutch=Words(dutch, SOURCE_LANGUAGE) if dutch else None,
            other=Words(line.text, line.language) if foreign else None,
            title=topic_title(self._content, line.topic, self._city) if card else "",
            topic=line.topic if card else None,
            message=message.get("id") if card or message.get("kind") == Kind.CLARIFY.value else None,
            emergency=message.get("kind") == Kind.EMERGENCY.value,
            quiet=message.get("kind") in QUIET,
            options=tuple(
                topic_title(self._content, button["topic"], self._city)
                for button in message.get("buttons", ())
                if button.get("topic")
            ),
        )
