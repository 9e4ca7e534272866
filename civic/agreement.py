"""Recognises a plain typed yes or no, in our three languages, from the examples that Rasa learns from too."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from civic.content.model import LANGUAGES
from civic.language.normalise import normalise
from civic.search.documents import EXAMPLES_ROOT, read_examples


@dataclass(frozen=True)
class Agreement:
    """The normalised ways to say yes and no. A text that is neither is not guessed at."""

    yes: frozenset[str]
    no: frozenset[str]

    def says_yes(self, text: str) -> bool:
        """True for a plain yes."""
        return normalise(text) in self.yes

    def says_no(self, text: str) -> bool:
        """True for a plain no."""
        return normalise(text) in self.no


def read_sayings(intent: str, examples: Path = EXAMPLES_ROOT) -> frozenset[str]:
    """The normalised examples of a conversation intent in all languages; raises FileNotFoundError."""
    return _said(examples, intent)


def load_agreement(examples: Path = EXAMPLES_ROOT) -> Agreement:
    """Read the examples of `affirm` and `deny`; raises FileNotFoundError when a language lacks them."""
    yes, no = (_said(examples, intent) for intent in ("affirm", "deny"))
    return Agreement(yes=yes - no, no=no - yes)


def _said(examples: Path, intent: str) -> frozenset[str]:
    said: set[str] = set()
    for language in LANGUAGES:
        for texts in read_examples(examples / language / "conversation" / f"{intent}.yml").values():
            said.update(normalise(text) for text in texts)
    return frozenset(said)
