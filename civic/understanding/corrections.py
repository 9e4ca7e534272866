"""Corrections of the last answer: "nee, ik bedoel het voetpad", "kaldırımı demek istedim", "قصدي الرصيف"."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from civic.language.normalise import normalise

PATH = Path(__file__).resolve().parents[2] / "content" / "understanding" / "corrections.yml"
_MEANT, _NOT_MEANT = "…", "×"
MOST_UNMEANT = 5


def what_is_meant(text: str) -> str | None:
    """What a correction says is meant instead, normalised; None when `text` is no correction."""
    said = normalise(text)
    for pattern in _patterns():
        found = pattern.fullmatch(said)
        if found:
            return found["meant"]
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The patterns of the file; those with the most words first, because they leave the least to guess."""
    written: list[str] = yaml.safe_load(PATH.read_text("utf-8"))
    by_length = sorted(dict.fromkeys(written), key=lambda line: -len(line.split()))
    return tuple(_pattern_of(line) for line in by_length)


def _pattern_of(line: str) -> re.Pattern[str]:
    parts = [
        "(?P<meant>.+)" if word == _MEANT
        else rf"\S+(?: \S+){{0,{MOST_UNMEANT - 1}}}?" if word == _NOT_MEANT
        else re.escape(normalise(word))
        for word in line.split()
    ]  # fmt: skip
    return re.compile(" ".join(parts))
