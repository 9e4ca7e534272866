"""Recognises who wants to hear an answer: once, slower, always, or no longer; in our three languages."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from civic.agreement import read_sayings
from civic.content.load import CONTENT_ROOT
from civic.content.model import Strict
from civic.language.normalise import normalise
from civic.opting_out import Sayings

SLOWER_INTENT = "slower"


class Wish(StrEnum):
    """What somebody wants of our voice; `ASKED`: only when they ask."""

    LISTEN = "listen"
    SLOWER = "slower"
    ALWAYS = "always"
    ASKED = "asked"


class _Written(Strict):
    listen: Sayings
    always: Sayings
    asked: Sayings


def find_wish(text: str) -> Wish | None:
    """The wish that a whole message says; None for anything else."""
    return _ways_to_say().get(normalise(text))


@cache
def _ways_to_say(path: Path = CONTENT_ROOT / "understanding" / "reading-aloud.yml") -> dict[str, Wish]:
    written = _Written.model_validate(yaml.safe_load(path.read_text("utf-8")))
    said = {
        Wish.SLOWER: read_sayings(SLOWER_INTENT),
        Wish.LISTEN: written.listen.normalised,
        Wish.ALWAYS: written.always.normalised,
        Wish.ASKED: written.asked.normalised,
    }
    return {words: wish for wish, ways in said.items() for words in ways}
