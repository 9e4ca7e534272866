"""The examples of the benchmark: twelve topics and the talk around them, with every seventh example held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from civic.content.model import LANGUAGES
from civic.search.documents import read_examples

TOPICS = (
    "household-waste-collection",
    "bulky-waste",
    "illegal-dumping",
    "pothole-road-damage",
    "street-light",
    "identity-card",
    "address-change",
    "ocmw-social-house",
    "social-housing",
    "police-local",
    "neighbourhood-manager",
    "participation-budget",
)
HOLD_OUT_EVERY = 7
# Stock Rasa trains for hours on everything we have: both sides learn from this many examples an intent and language.
EXAMPLES = 25
Item = TypeVar("Item")


class MissingData(Exception):
    """The benchmark's topics lack examples; the message says which file is looked for."""


@dataclass(frozen=True)
class Question:
    """A held-out example: what is said, in which language, and the intent that it belongs to."""

    text: str
    language: str
    intent: str


@dataclass(frozen=True)
class Split:
    """`training`: examples by intent, by file (relative to data/nlu). `held_out`: what neither side has seen."""

    training: dict[Path, dict[str, list[str]]]
    held_out: tuple[Question, ...]

    @property
    def intents(self) -> list[str]:
        """Every intent that is trained, sorted."""
        return sorted({intent for examples in self.training.values() for intent in examples})

    @property
    def size(self) -> int:
        """The number of training examples."""
        return sum(len(texts) for examples in self.training.values() for texts in examples.values())

    def topic_questions(self) -> list[Question]:
        """The held-out questions about a topic, languages and topics taking turns."""
        by_kind: dict[tuple[str, str], list[Question]] = {}
        for question in self.held_out:
            if question.intent in TOPICS:
                by_kind.setdefault((question.intent, question.language), []).append(question)
        longest = max((len(questions) for questions in by_kind.values()), default=0)
        return [questions[i] for i in range(longest) for questions in by_kind.values() if i < len(questions)]


def hold_out(items: Sequence[Item], *, every: int = HOLD_OUT_EVERY) -> tuple[list[Item], list[Item]]:
    """The items to train on, and each `every`-th one, held out."""
    training = [item for place, item in enumerate(items, start=1) if place % every]
    return training, list(items[every - 1 :: every])


def read_split(
    nlu: Path, *, topics: Sequence[str] = TOPICS, every: int = HOLD_OUT_EVERY, most: int = EXAMPLES
) -> Split:
    """Read and split the conversation intents and `topics` in every language; raises MissingData.

    At most `most` examples an intent and language are trained on; what is held out does not change with it.
    """
    training: dict[Path, dict[str, list[str]]] = {}
    held_out: list[Question] = []
    for language in LANGUAGES:
        for path in _files(nlu / language, topics):
            examples: dict[str, list[str]] = {}
            for intent, texts in read_examples(path).items():
                learned, rest = hold_out(texts, every=every)
                examples[intent] = learned[:most]
                held_out += [Question(text, language, intent) for text in rest]
            training[path.relative_to(nlu)] = examples
    return Split(training=training, held_out=tuple(held_out))


def write_examples(split: Split, folder: Path) -> None:
    """Write the training half to `folder`, laid out as data/nlu is."""
    for name, examples in split.training.items():
        told = [{"intent": intent, "examples": _as_list(texts)} for intent, texts in examples.items()]
        write_yaml(folder / name, {"version": "3.1", "nlu": told})


def write_yaml(path: Path, content: dict[str, Any]) -> None:
    """Write `content`, making the folders on the way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")


def _files(language: Path, topics: Sequence[str]) -> list[Path]:
    by_topic = {path.stem: path for path in (language / "topics").rglob("*.yml")}
    missing = [topic for topic in topics if topic not in by_topic]
    if missing:
        raise MissingData("\n".join(f"{language / 'topics'}: no examples for {topic}" for topic in missing))
    return sorted((language / "conversation").glob("*.yml")) + [by_topic[topic] for topic in topics]


def _as_list(texts: Sequence[str]) -> str:
    return "".join(f"- {text}\n" for text in texts)
