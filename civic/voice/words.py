"""How single words, short numbers and signs sound: content/voice.yml as one frozen value."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from civic.content.files import Reader
from civic.content.load import CONTENT_ROOT, ContentError
from civic.content.model import Strict

Sound = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Months = Annotated[tuple[Sound, ...], Field(min_length=12, max_length=12)]
LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"


class SoundPerLanguage(Strict):
    """The same thing as it sounds in the three languages; a single letter is enough."""

    nl: Sound
    tr: Sound
    ar: Sound

    def in_language(self, language: str) -> str:
        """The sound in `language`; raises AttributeError for a language we do not speak."""
        return str(getattr(self, language))


class MonthsPerLanguage(Strict):
    """Twelve month names per language."""

    nl: Months
    tr: Months
    ar: Months


class Signs(Strict):
    """Signs that are said as a word."""

    at: SoundPerLanguage
    dot: SoundPerLanguage
    slash: SoundPerLanguage
    hyphen: SoundPerLanguage
    underscore: SoundPerLanguage
    plus: SoundPerLanguage
    and_: Annotated[SoundPerLanguage, Field(alias="and")]
    until: SoundPerLanguage
    percent: SoundPerLanguage
    euro: SoundPerLanguage
    cent: SoundPerLanguage


class SpokenWords(Strict):
    """Everything in content/voice.yml."""

    words: dict[str, SoundPerLanguage]
    numbers: dict[str, SoundPerLanguage]
    signs: Signs
    months: MonthsPerLanguage
    step: SoundPerLanguage

    def month(self, number: int, language: str) -> str:
        """The name of month 1 to 12; IndexError above, AttributeError for an unknown language."""
        return str(getattr(self.months, language)[number - 1])


def read_words(path: Path) -> SpokenWords:
    """The file at `path`; raises ContentError naming each wrong field."""
    reader = Reader(path.parent)
    words = reader.read(path, SpokenWords)
    if words is None:
        raise ContentError(reader.problems)
    return words


@functools.cache
def spoken_words() -> SpokenWords:
    """The words of this project, read once; raises ContentError when the file is missing or wrong."""
    return read_words(CONTENT_ROOT / "voice.yml")


@functools.cache
def _word_pattern() -> re.Pattern[str]:
    # The longest first: FOD Financiën before FOD. Not `\b`: an Arabic و sticks to the Latin word after it.
    written = sorted(spoken_words().words, key=len, reverse=True)
    return re.compile(rf"(?<![{LATIN}\d])({'|'.join(map(re.escape, written))})(?![{LATIN}\d])(['’](?=\w))?")


@functools.cache
def _number_pattern() -> re.Pattern[str]:
    written = sorted(spoken_words().numbers, key=len, reverse=True)
    before = r"(?<![\w.,€%+/-])(?<![\d€%] )"
    after = r"(?![\w€%/-]|[.,: ]\d|\s?(?:%|€|EUR|euro|avro|يورو))"
    return re.compile(f"{before}(?:{'|'.join(written)}){after}")


def say_words(text: str, language: str) -> str:
    """Abbreviations and names replaced by their sound; a Turkish ending joins without its apostrophe."""

    def sound(found: re.Match[str]) -> str:
        said = spoken_words().words[found[1]].in_language(language)
        return said if language == "tr" else said + (found[2] or "")

    return _word_pattern().sub(sound, text)


def say_short_numbers(text: str, language: str) -> str:
    """Emergency and help lines (112, 1712) said as people say them; amounts and years stay."""
    numbers = spoken_words().numbers
    return _number_pattern().sub(lambda found: numbers[found[0]].in_language(language), text)
