"""The notation of content/emergencies.yml: reads a phrase, and finds which phrases stand in a text.

The header of that file explains the notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from civic.language.normalise import normalise

GAP_WORDS = 2
SOUND = "~"
ABSENT = "!"

STRETCHED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
ARABIC_PREFIX = re.compile(r"(?:[وفبكلع]?ال|لل|[وفبل])(?=[\u0621-\u06ff]{2})")
# What is stuck to a verb: (ما) ك + يتنفس + (ش) in Morocco, د in Iraq, س for what is to come.
ARABIC_VERB = re.compile(r"[وف]?(ما?)?(?:[كد](?=[يتن])|س)?([ايتن][\u0621-\u06ff]{3,}?)ش?")
LATIN_ARABIC = re.compile(r"[a-z0-9]{3,}")
SAME_SOUND = (("kh", "5"), ("gh", "8"), ("sh", "c"), ("ch", "c"), ("th", "t"), ("dh", "d"))
SAME_LETTER = str.maketrans({"q": "9", "2": "9", "7": "h", "6": "t"})
VOWEL = re.compile(r"(?<!^)[aeiouwy]|^[aeiou]")
TWICE = re.compile(r"(.)\1+")

# What a phrase in the file is there for: ("words", "fire"), ("unless", "fire"), ("past", None) ...
Purpose = tuple[str, str | None]
# One word of a text: as it is, without what Arabic sticks to it, and its sound.
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
    """A phrase of the file: a first part, others anywhere around it, and what must be absent."""

    purpose: Purpose
    first: Part
    others: tuple[Part, ...]
    absent: tuple[Part, ...]
    whole: bool

    def begins(self, text: Sequence[Forms], start: int) -> bool:
        """True when the first part stands in `text`, its first word at `start`."""
        if self.whole:
            return start == 0 and len(text) in self.first.ends(text, 0)
        return any(True for _ in self.first.ends(text, start))

    def has_others(self, text: Sequence[Forms]) -> bool:
        """True when all parts but the first stand in `text`, and none that must be absent."""
        return all(part.is_in(text) for part in self.others) and not any(part.is_in(text) for part in self.absent)


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


def words_of(text: str) -> list[str]:
    """The normalised words; a letter that is typed three times or more counts once."""
    return normalise(STRETCHED_LETTER.sub(r"\1", text)).split()


@lru_cache(maxsize=4096)
def forms_of(word: str) -> Forms:
    """The word in all forms in which a phrase may name it."""
    forms = {word: None}
    if LATIN_ARABIC.fullmatch(word):
        forms[sound_of(word)] = None
    if prefix := ARABIC_PREFIX.match(word):
        forms |= {word[1:]: None, word[prefix.end() :]: None}
    if verb := ARABIC_VERB.fullmatch(word):
        forms["ما" + verb[2] if verb[1] else verb[2]] = None
    return tuple(forms)


def sound_of(word: str) -> str:
    """How Arabic in Latin letters sounds, whatever letters it is typed with: ma7bousa and mahboosa are both ~mhbs."""
    for typed, sound in SAME_SOUND:
        word = word.replace(typed, sound)
    return SOUND + TWICE.sub(r"\1", VOWEL.sub("", word.translate(SAME_LETTER)))


def read_phrase(written: str, purpose: Purpose, groups: Mapping[str, str]) -> Phrase:
    """The phrase that is written so; ValueError when it cannot be understood."""
    whole = written.startswith("=")
    first, *rest = written.removeprefix("=").split(" + ")
    if whole and rest:
        raise ValueError(f"{written!r} has both = and +")
    if first.startswith(ABSENT):
        raise ValueError(f"{written!r} begins with what must be absent")
    others = [part for part in rest if not part.startswith(ABSENT)]
    absent = [part.removeprefix(ABSENT) for part in rest if part.startswith(ABSENT)]
    return Phrase(
        purpose=purpose,
        first=_read_part(first, written, groups),
        others=tuple(_read_part(part, written, groups) for part in others),
        absent=tuple(_read_part(part, written, groups) for part in absent),
        whole=whole,
    )


def _read_part(part: str, written: str, groups: Mapping[str, str]) -> Part:
    steps: list[Step] = []
    gap = 0
    for item in part.split():
        if item == "...":
            gap = GAP_WORDS
            continue
        options = list(_options(item, written, groups))
        words = frozenset(_one_word(option, written) for option in options if not option.endswith("*"))
        starts = tuple(_one_word(option[:-1], written) for option in options if option.endswith("*"))
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


def _one_word(option: str, written: str) -> str:
    words = words_of(option.removeprefix(SOUND))
    if len(words) != 1:
        raise ValueError(f"{option!r} in {written!r} is not one word")
    return sound_of(words[0]) if option.startswith(SOUND) else words[0]
