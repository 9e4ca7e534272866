"""Finds a plain emergency in what someone writes and says which numbers to call.

It needs no model, no network and none of the other content: only content/emergencies.yml.
The words in that file are phrases; its header explains the notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, model_validator

from civic.language.normalise import normalise

EMERGENCIES_FILE = Path(__file__).resolve().parents[1] / "content" / "emergencies.yml"
TEXT_CAP = 2000
GAP_WORDS = 2

SENTENCE_END = re.compile(r"[.!?؟؛;\n\r\u2026]+")
STRETCHED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
ARABIC_PREFIX = re.compile(r"(?:[وفبكلع]?ال|لل|[وفبل])(?=[\u0621-\u06ff]{2})")

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


# What a phrase in the file is there for: ("words", FIRE), ("unless", FIRE), ("past", None) ...
Purpose = tuple[Literal["words", "unless", "past", "present"], Kind | None]
# One word of a text, with and without what Arabic sticks to its front.
Forms = tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One word of a phrase: `words` as they are, `starts` with any ending, after at most `gap` others."""

    words: frozenset[str]
    starts: tuple[str, ...]
    gap: int

    def fits(self, forms: Forms) -> bool:
        """True when this word of the text, in one of its forms, is the word of the phrase."""
        return any(form in self.words or self.starts and form.startswith(self.starts) for form in forms)


@dataclass(frozen=True)
class Part:
    """Words that stand in this order."""

    steps: tuple[Step, ...]

    def ends(self, text: Sequence[Forms], start: int, step: int = 0) -> Iterator[int]:
        """Where it can end in `text`, the word of `step` being near `start`."""
        if step == len(self.steps):
            yield start
            return
        wanted = self.steps[step]
        for at in range(start, min(start + wanted.gap + 1, len(text))):
            if wanted.fits(text[at]):
                yield from self.ends(text, at + 1, step + 1)

    def is_in(self, text: Sequence[Forms]) -> bool:
        """True when it stands anywhere in `text`."""
        return any(True for start in range(len(text)) for _ in self.ends(text, start))


@dataclass(frozen=True)
class Phrase:
    """A phrase of the file, its notation understood: a first part, and others anywhere around it."""

    purpose: Purpose
    first: Part
    others: tuple[Part, ...]
    whole: bool

    def begins(self, text: Sequence[Forms], start: int) -> bool:
        """True when the first part stands in `text`, its first word at `start`."""
        if self.whole:
            return start == 0 and len(text) in self.first.ends(text, 0)
        return any(True for _ in self.first.ends(text, start))

    def has_others(self, text: Sequence[Forms]) -> bool:
        """True when all parts but the first stand in `text`."""
        return all(part.is_in(text) for part in self.others)


class PhraseIndex:
    """Finds which purposes a text serves; a text only costs the phrases that begin with its words."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_word: dict[str, list[Phrase]] = {}
        self._by_start: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            first = phrase.first.steps[0]
            for word in first.words:
                self._by_word.setdefault(word, []).append(phrase)
            for start in first.starts:
                self._by_start.setdefault(start, []).append(phrase)
        self._starts = tuple(self._by_start)

    def purposes(self, text: Sequence[Forms]) -> set[Purpose]:
        """The purposes of all phrases that stand in `text`."""
        found: set[Purpose] = set()
        incomplete: set[int] = set()
        for position, forms in enumerate(text):
            for phrase in self._beginning_with(forms):
                if phrase.purpose in found or id(phrase) in incomplete or not phrase.begins(text, position):
                    continue
                if phrase.has_others(text):
                    found.add(phrase.purpose)
                else:
                    incomplete.add(id(phrase))
        return found

    def _beginning_with(self, forms: Forms) -> Iterator[Phrase]:
        for form in forms:
            yield from self._by_word.get(form, ())
            if form.startswith(self._starts):
                for start, phrases in self._by_start.items():
                    if form.startswith(start):
                        yield from phrases


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
            yield _read_phrase(written, purpose, groups)


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
        found = self._index.purposes([_forms(word) for word in _words(sentence)])
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


def _words(text: str) -> list[str]:
    """The normalised words; a letter that is typed three times or more counts once."""
    return normalise(STRETCHED_LETTER.sub(r"\1", text)).split()


def _forms(word: str) -> Forms:
    prefix = ARABIC_PREFIX.match(word)
    if prefix is None:
        return (word,)
    return tuple({word: None, word[1:]: None, word[prefix.end() :]: None})


def _read_phrase(written: str, purpose: Purpose, groups: Mapping[str, str]) -> Phrase:
    whole = written.startswith("=")
    parts = [_read_part(part, written, groups) for part in written.removeprefix("=").split(" + ")]
    if whole and len(parts) > 1:
        raise ValueError(f"{written!r} has both = and +")
    return Phrase(purpose, parts[0], tuple(parts[1:]), whole)


def _read_part(part: str, written: str, groups: Mapping[str, str]) -> Part:
    steps: list[Step] = []
    gap = 0
    for item in part.split():
        if item == "...":
            gap = GAP_WORDS
            continue
        options = list(_options(item, written, groups))
        words = frozenset(_word(option, written) for option in options if not option.endswith("*"))
        starts = tuple(_word(option[:-1], written) for option in options if option.endswith("*"))
        steps.append(Step(words, starts, gap))
        gap = 0
    if not steps or gap:
        raise ValueError(f"{written!r} must begin and end with a word")
    return Part(tuple(steps))


def _options(item: str, written: str, groups: Mapping[str, str]) -> Iterator[str]:
    for option in item.split("|"):
        if not option.startswith("@"):
            yield option
        elif option[1:] in groups:
            yield from groups[option[1:]].split()
        else:
            raise ValueError(f"{option!r} in {written!r} is no group")


def _word(option: str, written: str) -> str:
    words = _words(option)
    if len(words) != 1:
        raise ValueError(f"{option!r} in {written!r} is not one word")
    return words[0]
