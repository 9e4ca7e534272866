"""Ranks topics for a question by meaning, over cards and residents' own sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy

from civic.search.documents import Document, Hit
from civic.search.encoder import Encoder

NEAREST = 3


class SemanticIndex:
    """Compares a question with every document; a topic or intent scores the mean of its nearest three.

    `vectors`: a row per document, all those of one topic next to each other, as `in_order` puts them.
    """

    def __init__(self, encoder: Encoder, documents: Sequence[Document], vectors: Any) -> None:
        self._encoder = encoder
        self._vectors = vectors
        self._places: dict[str, slice] = {}
        for topic, group in groupby(enumerate(documents), key=lambda pair: pair[1].topic):
            numbers = [number for number, _ in group]
            self._places[topic] = slice(numbers[0], numbers[-1] + 1)

    def similarities(self, question: str) -> dict[str, float]:
        """The similarity of every topic and intent to `question`: a cosine, -1 to 1."""
        (found,) = self.similarities_of_all([question])
        return found

    def similarities_of_all(self, questions: Sequence[str]) -> list[dict[str, float]]:
        """`similarities` for several questions."""
        compared = self._encoder.encode(questions) @ self._vectors.T
        return [{topic: _nearest(row[place]) for topic, place in self._places.items()} for row in compared]

    def rank(self, question: str, *, limit: int = 10) -> list[Hit]:
        """Topics and intents for `question`, best first, with the similarity as score."""
        ranked = [Hit(topic, score) for topic, score in self.similarities(question).items()]
        return sorted(ranked, key=lambda hit: -hit.score)[:limit]


def _nearest(similarities: Any) -> float:
    """The mean of the three highest."""
    if len(similarities) <= NEAREST:
        return float(similarities.mean())
    return float(numpy.partition(similarities, -NEAREST)[-NEAREST:].mean())


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Documents of one topic next to each other."""
    return sorted(documents, key=lambda document: document.topic)


def fingerprint_of(documents: Sequence[Document], model: str) -> str:
    """Changes when the documents or the model do, so that stored vectors are never stale."""
    told = json.dumps([model, *[(item.topic, item.text) for item in documents]], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def build_index(encoder: Encoder, documents: Sequence[Document], *, model: str, cache: Path) -> SemanticIndex:
    """The index of `documents`, with vectors taken from `cache` when they belong to these documents and this model."""
    documents = in_order(documents)
    stored = cache / f"{fingerprint_of(documents, model)[:16]}.npy"
    if stored.exists():
        return SemanticIndex(encoder, documents, numpy.load(stored, mmap_mode="r"))
    vectors = encoder.encode([document.text for document in documents])
    cache.mkdir(parents=True, exist_ok=True)
    unfinished = stored.with_suffix(".tmp.npy")
    numpy.save(unfinished, vectors)
    unfinished.replace(stored)
    return SemanticIndex(encoder, documents, vectors)
