"""The sets of sentences that classifiers are compared on: our own, and a public one from a folder."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from civic.content.model import LANGUAGES
from civic.search.documents import EXAMPLES_ROOT, read_examples
from evaluation.sentences import UNSEEN, read_sentences

SEED = 7


@dataclass(frozen=True)
class Labelled:
    """A sentence in a language and the intent it stands for."""

    text: str
    language: str
    intent: str


@dataclass(frozen=True)
class Comparison:
    """What to train on and what to ask; `name` says both."""

    name: str
    training: tuple[Labelled, ...]
    test: tuple[Labelled, ...]

    def cut_to(self, most: int) -> Comparison:
        """The same with at most `most` training sentences an intent and language, chosen by lot."""
        by_intent: dict[tuple[str, str], list[Labelled]] = {}
        for item in self.training:
            by_intent.setdefault((item.language, item.intent), []).append(item)
        chance = random.Random(SEED)  # noqa: S311 (not for secrets)
        kept = [item for items in by_intent.values() for item in chance.sample(items, min(most, len(items)))]
        return replace(self, name=f"{self.name}, {most} an intent", training=tuple(kept))

    def in_language(self, language: str) -> Comparison:
        """Only what is in `language`, training and test."""
        return replace(
            self,
            name=f"{self.name}, {language}",
            training=tuple(item for item in self.training if item.language == language),
            test=tuple(item for item in self.test if item.language == language),
        )


def own_comparison() -> Comparison:
    """All of data/nlu, tested on the sentences about topics that nobody trained or tuned with."""
    training = [
        Labelled(text, path.relative_to(EXAMPLES_ROOT).parts[0], intent)
        for path in sorted(EXAMPLES_ROOT.rglob("*.yml"))
        for intent, texts in read_examples(path).items()
        for text in texts
    ]
    test = [Labelled(s.text, s.language, s.topic) for s in read_sentences(UNSEEN) if s.topic]
    return Comparison("own topics", tuple(training), tuple(test))


def public_comparison(folder: Path) -> Comparison:
    """The public set in `folder`: `<language>.train.tsv` and `<language>.test.tsv`, intent and text a line."""
    return Comparison("public set", tuple(_read(folder, "train")), tuple(_read(folder, "test")))


def _read(folder: Path, part: str) -> Iterable[Labelled]:
    for language in LANGUAGES:
        with (folder / f"{language}.{part}.tsv").open(encoding="utf-8", newline="") as lines:
            for intent, text in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield Labelled(text, language, intent)


def accuracy_by_language(test: Sequence[Labelled], guesses: Sequence[str]) -> dict[str, float]:
    """The share that is right, in percent, per language of the test."""
    shares = {}
    for language in dict.fromkeys(item.language for item in test):
        hits = [guess == item.intent for item, guess in zip(test, guesses, strict=True) if item.language == language]
        shares[language] = round(100 * sum(hits) / len(hits), 2)
    return shares
