"""The spoken form of a text: what a voice is handed, so that it says what a person would say."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from civic.voice.addresses import say_addresses
from civic.voice.numbers import say_numbers
from civic.voice.words import LATIN, say_short_numbers, say_words, spoken_words

DUTCH = "nl"
ARABIC = "ar"
PAUSES = re.compile(r"\s*(?:[()\[\]{}|•→←]|\s[-–—]+\s|[–—/])\s*")
SILENT = re.compile(r"[\"“”„«»*_`#<>~^\\]|(?<!\w)'(?![snt]\b)|'(?!\w)")
LINE_ENDS = re.compile(r"\s*\n\s*(?:[-*•]\s+)?")
REPEATED = re.compile(r"\s*([,،;:.!?؟])(?:\s*[,،])*(?:\s*([.!?؟;:]))*")
EITHER_OR = re.compile(r"(?<!\w)(?:en|ve|و)/(of|veya|أو)(?!\w)")
TATWEEL_PARTICLE = re.compile(r"(?<!\w)([وف]?)([بلك])ـ+\s*([\u0621-\u064a]?)")
ATTACHED_PARTICLE = re.compile(rf"(?<!\w)(?=[وفبلك])([وف]?)([بلك]?)(?=[{LATIN}])")
VOWELS = {"": "", "و": "وَ", "ف": "فَ", "ب": "بِ", "ل": "لِ", "ك": "كَ"}
CASE_CODE = re.compile(r"(?<![\w-])(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6}(?![\w-])")
UNSAID = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Sk", "So", "Zl", "Zp"})  # controls, isolates, emoji
LATIN_RUN = re.compile(rf"[{LATIN}](?:[{LATIN}'’.&+ -]*[{LATIN}])?[.,!?]*")


@dataclass(frozen=True)
class Segment:
    """A run of text for one voice; `language` is nl, tr or ar."""

    text: str
    language: str


def spoken_form(text: str, language: str) -> str:
    """`text` as one line for a voice in `language` (nl, tr, ar); empty when nothing is left to say.

    Raises AttributeError for another language and ContentError when content/voice.yml is broken.
    """
    text = _plain(text)
    text = say_addresses(text, language)
    text = say_short_numbers(text, language)
    text = say_numbers(text, language)
    text = _spell_codes(text, language)
    text = text.replace("&", f" {spoken_words().signs.and_.in_language(language)} ")
    text = say_words(text, language)
    if language == ARABIC:
        text = _vowel_particles(text)
    return _pauses(text, language)


def segments(text: str, language: str) -> list[Segment]:
    """`text` cut where the voice changes: Latin words inside Arabic are Dutch names, said by the Dutch voice.

    Joined with spaces the parts give `text` again (white space aside). Other languages keep one voice.
    """
    if language != ARABIC:
        return [Segment(text.strip(), language)] if text.strip() else []
    parts: list[Segment] = []
    done = 0
    for run in LATIN_RUN.finditer(text):
        parts += _arabic(parts, text[done : run.start()])
        parts.append(Segment(run[0].strip(), DUTCH))
        done = run.end()
    return [*parts, *_arabic(parts, text[done:])]


def _arabic(before: list[Segment], text: str) -> list[Segment]:
    text = text.strip()
    mark = re.match(r"[،,.:؛؟!\s]+", text)
    if mark and before:  # the voice before ends its own sentence
        last = before.pop()
        before.append(Segment(last.text + mark[0].strip(), last.language))
        text = text[mark.end() :]
    return [Segment(text, ARABIC)] if any(letter.isalnum() for letter in text) else []


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = EITHER_OR.sub(r"\1", text)
    text = "".join(letter if letter == "\n" or _is_said(letter) else " " for letter in text)
    return re.sub(r"[^\S\n]+", " ", text).strip()


@functools.cache
def _is_said(letter: str) -> bool:
    return unicodedata.category(letter) not in UNSAID


def _spell_codes(text: str, language: str) -> str:
    comma = "، " if language == ARABIC else ", "
    return CASE_CODE.sub(lambda found: comma.join(found[0]), text)


def _vowel_particles(text: str) -> str:
    # A lone letter would be spelled out: before a Latin word it gets its vowel, an Arabic word takes it in.
    text = TATWEEL_PARTICLE.sub(lambda found: _particle(found) + (found[3] or " "), text)
    text = ATTACHED_PARTICLE.sub(lambda found: f"{_particle(found)} ", text)
    return text.replace("ـ", "")


def _particle(found: re.Match[str]) -> str:
    return VOWELS[found[1]] + VOWELS[found[2]]


def _pauses(text: str, language: str) -> str:
    comma = "،" if language == ARABIC else ","
    text = LINE_ENDS.sub(". ", text)
    text = PAUSES.sub(f"{comma} ", text)
    text = SILENT.sub("", text)
    text = REPEATED.sub(lambda found: found[2] or found[1], text)
    text = re.sub(r"([,،;:.!?؟])(?=[^\s\d,،;:.!?؟])", r"\1 ", text)
    return re.sub(r"\s+", " ", text).strip(" ,،;:")
