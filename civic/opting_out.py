"""Recognises who wants no messages any more, and who wants them again, in our three languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from civic.content.load import CONTENT_ROOT
from civic.content.model import Line, Strict
from civic.language.normalise import normalise


class Sayings(Strict):
    """Ways to say something, by language."""

    nl: tuple[Line, ...]
    tr: tuple[Line, ...]
    ar: tuple[Line, ...]

    @property
    def normalised(self) -> frozenset[str]:
        """All of them, in the form that messages are compared in."""
        return frozenset(normalise(said) for said in (*self.nl, *self.tr, *self.ar))


class _Written(Strict):
    stop: Sayings
    start: Sayings


@dataclass(frozen=True)
class OptingOut:
    """The normalised ways to say stop and start; only a whole message counts."""

    stop: frozenset[str]
    start: frozenset[str]

    def wants_to_stop(self, text: str) -> bool:
        """True for a plain STOP."""
        return normalise(text) in self.stop

    def wants_to_start(self, text: str) -> bool:
        """True for a plain START."""
        return normalise(text) in self.start


def load_opting_out(path: Path = CONTENT_ROOT / "understanding" / "stopping.yml") -> OptingOut:
    """Read stopping.yml; raises pydantic's ValidationError when it has another shape."""
    written = _Written.model_validate(yaml.safe_load(path.read_text("utf-8")))
    return OptingOut(stop=written.stop.normalised, start=written.start.normalised)
