"""Finds a plain emergency in what someone writes and says which numbers to call.

It needs no model, no network and none of the other content: only content/emergencies.yml.
The words in that file are phrases; its header explains the notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, model_validator

from civic.emergencies.notation import Phrase, PhraseIndex, Purpose, forms_of, read_phrase, words_of

EMERGENCIES_FILE = Path(__file__).resolve().parents[2] / "content" / "emergencies.yml"
TEXT_CAP = 2000

SENTENCE_END = re.compile(r"[.!?؟؛;\n\r\u2026]+")

PhraseText = Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 ]*[0-9]$")]


class Kind(StrEnum):
    """What is going on; the assistant's words for it are the phrase `emergency_<kind>`."""

    FIRE = "fire"
    GAS = "gas"
    MEDICAL = "medical"
    SUICIDE = "suicide"
    POLICE = "police"
    CHILD_LINE = "child_line"
    VIOLENCE = "violence"
    POISON = "poison"


@dataclass(frozen=True)
class Emergency:
    """What was recognised and the numbers to call, the first one first."""

    kind: Kind
    numbers: tuple[str, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phrases(_Strict):
    """Phrases by the language in which they are written; all of them are tried on every text."""

    nl: tuple[PhraseText, ...] = ()
    tr: tuple[PhraseText, ...] = ()
    ar: tuple[PhraseText, ...] = ()

    def read(self, purpose: Purpose, groups: Mapping[str, str]) -> Iterator[Phrase]:
        """The phrases of all languages; ValueError on one that cannot be understood."""
        for written in self.nl + self.tr + self.ar:
            yield read_phrase(written, purpose, groups)


class KindWords(_Strict):
    """How one kind is recognised; `only_now` says that words of the past cancel it."""

    numbers: tuple[Number, ...] = Field(min_length=1)
    only_now: bool = False
    words: Phrases
    unless: Phrases = Phrases()


class Emergencies(_Strict):
    """content/emergencies.yml. When a text fits several kinds, the one that is listed first wins."""

    groups: dict[str, str] = Field(default_factory=dict)
    past: Phrases
    present: Phrases
    unless: Phrases = Phrases()
    kinds: dict[Kind, KindWords]
    _index: PhraseIndex = PrivateAttr()

    @model_validator(mode="after")
    def _is_usable(self) -> Emergencies:
        missing = [kind for kind in Kind if kind not in self.kinds]
        if missing:
            raise ValueError(f"kinds without words: {', '.join(missing)}")
        self._index = PhraseIndex(self._phrases())
        return self

    def _phrases(self) -> Iterator[Phrase]:
        yield from self.past.read(("past", None), self.groups)
        yield from self.present.read(("present", None), self.groups)
        yield from self.unless.read(("unless", None), self.groups)
        for kind, words in self.kinds.items():
            yield from words.words.read(("words", kind), self.groups)
            yield from words.unless.read(("unless", kind), self.groups)

    def kinds_in(self, sentence: str) -> set[Kind]:
        """The kinds that the sentence names and nothing in it cancels."""
        found = self._index.purposes([forms_of(word) for word in words_of(sentence)])
        if ("unless", None) in found:
            return set()
        over = ("past", None) in found and ("present", None) not in found
        return {
            kind
            for kind, words in self.kinds.items()
            if ("words", kind) in found and ("unless", kind) not in found and not (words.only_now and over)
        }


def load_emergencies(path: Path = EMERGENCIES_FILE) -> Emergencies:
    """Read the words; raises OSError, yaml.YAMLError or pydantic.ValidationError on a broken file."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Emergencies.model_validate(yaml.load(path.read_text("utf-8"), Loader=loader))  # noqa: S506


def find_emergency(text: str, emergencies: Emergencies) -> Emergency | None:
    """The emergency that `text` plainly names, judged sentence by sentence; None when there is none."""
    found: set[Kind] = set()
    for sentence in SENTENCE_END.split(text[:TEXT_CAP]):
        if any(map(str.isalnum, sentence)):
            found |= emergencies.kinds_in(sentence)
    for kind, words in emergencies.kinds.items():
        if kind in found:
            return Emergency(kind, words.numbers)
    return None
