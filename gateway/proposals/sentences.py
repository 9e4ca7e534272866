"""Which sentences the assistant may learn from: new ones, that no test asks, and that hold nothing private."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from civic.content.files import YAML_LOADER
from civic.language.normalise import normalise
from civic.search.documents import EXAMPLES_ROOT, read_examples
from gateway.proposals.masking import is_personal

TESTS_ROOT = EXAMPLES_ROOT.parents[1] / "tests" / "nlu"
LENGTH = 200
# Rasa reads these as marks of entities.
MARKS = ("](", "]{")


class Unfit(StrEnum):
    """Why a sentence cannot be an example."""

    EMPTY = "empty"
    LONG = "long"
    PERSONAL = "personal"
    MARKED = "marked"
    KNOWN = "known"
    ELSEWHERE = "elsewhere"
    TESTED = "tested"


@dataclass(frozen=True)
class Taken:
    """Sentences, normalised, that are in use: `trained` with their intent, `tested` in the test sets."""

    trained: Mapping[str, str]
    tested: frozenset[str]

    def why_not(self, sentence: str, intent: str) -> Unfit | None:
        """What keeps `sentence` from being an example of `intent`; None when it may be one.

        `KNOWN`: it is one already. `ELSEWHERE`: it is one of another intent, see `intent_of`.
        """
        folded = normalise(sentence)
        if not folded:
            return Unfit.EMPTY
        if len(sentence) > LENGTH:
            return Unfit.LONG
        if is_personal(sentence):
            return Unfit.PERSONAL
        if any(mark in sentence for mark in MARKS):
            return Unfit.MARKED
        if folded in self.tested:
            return Unfit.TESTED
        if folded in self.trained:
            return Unfit.KNOWN if self.trained[folded] == intent else Unfit.ELSEWHERE
        return None

    def intent_of(self, sentence: str) -> str | None:
        """The intent that `sentence` is an example of."""
        return self.trained.get(normalise(sentence))


def read_taken(examples: Path = EXAMPLES_ROOT, tests: Path = TESTS_ROOT) -> Taken:
    """All training and test sentences of all languages; raises OSError, YAMLError, KeyError on a broken file.

    A folder that is missing counts as empty: a gateway can run without the tests.
    """
    trained = {
        normalise(text): intent
        for path in sorted(examples.rglob("*.yml"))
        for intent, texts in read_examples(path).items()
        for text in texts
    }
    tested = {normalise(text) for path in sorted(tests.rglob("*.yml")) for text in _texts(_read(path))}
    return Taken(trained=trained, tested=frozenset(tested))


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=YAML_LOADER)  # noqa: S506 (a safe loader)


def _texts(node: Any) -> Iterator[str]:
    """Every text in a test file, whatever its shape; keys are not texts."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
