"""Which writing system a text uses, and the languages that a writing system alone gives away."""

from __future__ import annotations

import re
from enum import StrEnum


class Script(StrEnum):
    """The writing systems that lead to a different way of finding the language."""

    LATIN = "latin"
    ARABIC = "arabic"
    CYRILLIC = "cyrillic"
    OTHER = "other"
    NONE = "none"


_WORDS = {
    Script.LATIN: re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff][\w]*", re.IGNORECASE),
    Script.ARABIC: re.compile(r"[\u0620-\u065f\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]+"),
    Script.CYRILLIC: re.compile(r"[\u0400-\u052f]+"),
}
# A writing system that is used, among our residents, for one language.
_ONE_LANGUAGE = {
    "el": re.compile(r"[\u0370-\u03ff]"),
    "hy": re.compile(r"[\u0530-\u058f]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "bn": re.compile(r"[\u0980-\u09ff]"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "ka": re.compile(r"[\u10a0-\u10ff]"),
    "am": re.compile(r"[\u1200-\u137f]"),
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
}
# Dutch names often stand in an Arabic or Russian sentence, hardly ever the other way round.
_LATIN_WEIGHT = 0.35


def main_script(text: str) -> Script:
    """The writing system that carries the sentence, even with some Latin words in it."""
    counts = {script: float(len(words.findall(text))) for script, words in _WORDS.items()}
    counts[Script.LATIN] *= _LATIN_WEIGHT
    counts[Script.OTHER] = float(language_of_script(text) is not None)
    script = max(counts, key=lambda candidate: counts[candidate])
    return script if counts[script] else Script.NONE


def language_of_script(text: str) -> str | None:
    """The language of a writing system that has only one here, such as `el` for Greek letters."""
    return next((language for language, chars in _ONE_LANGUAGE.items() if chars.search(text)), None)
