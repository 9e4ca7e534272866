"""The test sentences with what should become of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from civic.content.model import LANGUAGES

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "nlu"
# Thresholds and the joining of opinions are fitted on these; their scores therefore flatter.
DEVELOPMENT = FOLDER / "development"
# Nothing was chosen with these in view.
UNSEEN = FOLDER / "unseen"
TOPIC_KINDS = ("plain", "situation", "hard")
OTHER_KINDS = ("out_of_scope", "person", "emergency")


@dataclass(frozen=True)
class Sentence:
    """A test sentence; `topic` only for the kinds plain, situation and hard."""

    language: str
    kind: str
    text: str
    topic: str | None = None


def read_sentences(folder: Path) -> list[Sentence]:
    """All sentences of all languages in DEVELOPMENT or UNSEEN."""
    found: list[Sentence] = []
    for language in LANGUAGES:
        raw = yaml.safe_load((folder / f"{language}.yml").read_text("utf-8"))
        for topic, kinds in raw["topics"].items():
            found += [Sentence(language, kind, text, topic) for kind in TOPIC_KINDS for text in kinds[kind]]
        found += [Sentence(language, kind, text) for kind in OTHER_KINDS for text in raw[kind]]
    return found
