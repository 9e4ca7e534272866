"""The sentence encoder: any sentence-transformers model by name or path, or a small one trained on our own texts.

The small one is a StaticEmbedding with its own vocabulary, trained so that sentences about the same topic lie
close together, in whatever of the three languages they are said. It needs no download and trains on a CPU.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from civic.language.normalise import normalise
from civic.search.documents import Document

DIMENSIONS = 256
VOCABULARY = 12_000
PAIRS_PER_TEXT = 3
# Four find as much (docs/adr/0004) and take twice as long.
EPOCHS = 2
# Each pair is told apart from all others of its batch: large batches teach more a second than many epochs.
BATCH = 1024
LEARNING_RATE = 0.15


class Encoder:
    """Turns texts into unit vectors; loads its model at the first use, because that takes seconds."""

    def __init__(self, model: str | Path, *, prepare: Callable[[str], str] = str) -> None:
        self._name = str(model)
        self._prepare = prepare
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Any:
        """A float32 array of shape (len(texts), dimensions), each row of length 1."""
        if self._model is None:
            self._model = _sentence_transformer(self._name)
        prepared = [self._prepare(text) for text in texts]
        return self._model.encode(prepared, normalize_embeddings=True, show_progress_bar=False)


def build_encoder(sentence_model: str | None, *, own_model: Path) -> Encoder:
    """The encoder that `SENTENCE_MODEL` names, else our own; ours wants normalised text, others plain."""
    if sentence_model:
        return Encoder(sentence_model)
    return Encoder(own_model, prepare=normalise)


def train_encoder(documents: Sequence[Document], folder: Path, *, seed: int = 7) -> None:
    """Train the small encoder on `documents` and save it to `folder`, readable by sentence-transformers."""
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.losses import MultipleNegativesRankingLoss
    from sentence_transformers.models import StaticEmbedding
    from sentence_transformers.training_args import BatchSamplers

    texts = [normalise(document.text) for document in documents]
    model = SentenceTransformer(
        modules=[StaticEmbedding(_train_vocabulary(texts), embedding_dim=DIMENSIONS)], device="cpu"
    )
    with tempfile.TemporaryDirectory() as scratch:
        arguments = SentenceTransformerTrainingArguments(
            output_dir=scratch,
            num_train_epochs=EPOCHS,
            per_device_train_batch_size=BATCH,
            learning_rate=LEARNING_RATE,
            warmup_steps=0.1,
            batch_sampler=BatchSamplers.NO_DUPLICATES,
            save_strategy="no",
            report_to="none",
            disable_tqdm=False,
            use_cpu=True,
            seed=seed,
        )
        trainer = SentenceTransformerTrainer(
            model=model,
            args=arguments,
            train_dataset=_same_topic_pairs(documents, texts, seed=seed),
            loss=MultipleNegativesRankingLoss(model),
        )
        trainer.train()
    folder.mkdir(parents=True, exist_ok=True)
    model.save(str(folder))


def _train_vocabulary(texts: Sequence[str]) -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["[UNK]"],
        unk_token="[UNK]",  # noqa: S106 (a token of words, not a password)
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _same_topic_pairs(documents: Sequence[Document], texts: Sequence[str], *, seed: int) -> Any:
    from datasets import Dataset

    chance = random.Random(seed)  # noqa: S311 (not for secrets)
    by_topic: dict[str, list[str]] = {}
    for document, text in zip(documents, texts, strict=True):
        by_topic.setdefault(document.topic, []).append(text)
    pairs = [
        (text, chance.choice(siblings))
        for siblings in by_topic.values()
        for text in siblings
        for _ in range(PAIRS_PER_TEXT)
    ]
    pairs = [(one, other) for one, other in pairs if one != other]
    chance.shuffle(pairs)
    return Dataset.from_dict({"anchor": [one for one, _ in pairs], "positive": [other for _, other in pairs]})


def _sentence_transformer(name: str) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(name, device="cpu")
