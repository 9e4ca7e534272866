"""Ranks topics for a question by meaning, over cards and residents' own sentences."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from civic.search.documents import Document, Hit
from civic.search.encoder import Encoder

NEAREST = 3


class SemanticIndex:
    """Compares a question with every document; a topic scores the mean of its nearest three."""

    def __init__(self, encoder: Encoder, documents: Sequence[Document], vectors: Any) -> None:
        self._encoder = encoder
        self._topics = [document.topic for document in documents]
        self._vectors = vectors

    def rank(self, question: str, *, limit: int = 10) -> list[Hit]:
        """Topics for `question`, best first, with the cosine similarity as score."""
        similarities = self._vectors @ self._encoder.encode([question])[0]
        nearest: dict[str, list[float]] = {}
        for place in similarities.argsort()[::-1][:200]:
            scores = nearest.setdefault(self._topics[place], [])
            if len(scores) < NEAREST:
                scores.append(float(similarities[place]))
        ranked = [Hit(topic, sum(scores) / NEAREST) for topic, scores in nearest.items()]
        return sorted(ranked, key=lambda hit: -hit.score)[:limit]


def fingerprint_of(documents: Sequence[Document], model: str) -> str:
    """Changes when the documents or the model do, so that stored vectors are never stale."""
    told = json.dumps([model, *[(item.topic, item.text) for item in documents]], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def build_index(encoder: Encoder, documents: Sequence[Document], *, model: str, cache: Path) -> SemanticIndex:
    """The index, with vectors taken from `cache` when they belong to these documents and this model."""
    import numpy

    stored = cache / f"{fingerprint_of(documents, model)[:16]}.npy"
    if stored.exists():
        return SemanticIndex(encoder, documents, numpy.load(stored, mmap_mode="r"))
    vectors = encoder.encode([document.text for document in documents])
    cache.mkdir(parents=True, exist_ok=True)
    unfinished = stored.with_suffix(".tmp.npy")
    numpy.save(unfinished, vectors)
    unfinished.replace(stored)
    return SemanticIndex(encoder, documents, vectors)
