"""The texts that search looks through: what cards say and what residents say, by topic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from civic.content.files import YAML_LOADER
from civic.content.load import CONTENT_ROOT, Content
from civic.content.model import LANGUAGES

EXAMPLES_ROOT = CONTENT_ROOT.parent / "data" / "nlu"


@dataclass(frozen=True)
class Hit:
    """A topic found, with a score between 0 and 1; best first in lists."""

    topic: str
    score: float


@dataclass(frozen=True)
class Document:
    """A text that belongs to a topic or an intent; `spoken_by` is `card` or `resident`."""

    topic: str
    language: str
    text: str
    spoken_by: str


def read_examples(path: Path) -> dict[str, list[str]]:
    """The examples of a Rasa training file, by intent; `- ` list marks taken off."""
    raw = yaml.load(path.read_text("utf-8"), Loader=YAML_LOADER)  # noqa: S506 (a safe loader)
    return {
        item["intent"]: [line.strip()[2:].strip() for line in item["examples"].splitlines() if line.strip()]
        for item in raw["nlu"]
    }


def learned_documents(content: Content, examples: Path = EXAMPLES_ROOT) -> Iterator[Document]:
    """What the search by meaning learns: every text of every topic, and the talk around them by its intent."""
    yield from documents_of(content, examples)
    for language in LANGUAGES:
        for path in sorted((examples / language / "conversation").glob("*.yml")):
            for intent, texts in read_examples(path).items():
                for text in texts:
                    yield Document(intent, language, text, "resident")


def documents_of(content: Content, examples: Path = EXAMPLES_ROOT) -> Iterator[Document]:
    """Every text of every topic in content, in all languages."""
    for language in LANGUAGES:
        for topic, wording in content.texts[language].items():
            for text in (wording.title, wording.simple, wording.answer, wording.confusion):
                yield Document(topic, language, text, "card")
        for path in sorted((examples / language / "topics").rglob("*.yml")):
            if path.stem in content.topics:
                for intent, texts in read_examples(path).items():
                    for text in texts:
                        yield Document(intent, language, text, "resident")
