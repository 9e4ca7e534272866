"""TF-IDF features of a message: its words, groups of letters within them, concepts, and rows of consonants.

Groups of letters carry Turkish endings, Dutch compounds, Arabic clitics and typing errors. Concepts carry over what is
learned in one language to the others, rows of consonants what is learned in Arabic script to Latin script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from civic.language.normalise import normalise
from civic.understanding.concepts import Thesaurus
from civic.understanding.skeleton import skeletons

WORD = r"(?u)\b\w+\b"


class MessageFeatures:
    """Turns texts into one sparse row each; can be saved as JSON and an array, without pickles.

    The weights scale the four kinds against each other; 0 leaves concepts or skeletons out.
    """

    def __init__(
        self,
        thesaurus: Thesaurus,
        *,
        word_ngrams: int,
        letter_ngrams: int,
        min_df: int,
        word_weight: float,
        letter_weight: float,
        concept_weight: float,
        skeleton_weight: float,
    ) -> None:
        shared: dict[str, Any] = {"sublinear_tf": True, "dtype": np.float32}
        words = TfidfVectorizer(preprocessor=normalise, token_pattern=WORD, ngram_range=(1, word_ngrams), **shared)
        letters = TfidfVectorizer(
            preprocessor=normalise, analyzer="char_wb", ngram_range=(1, letter_ngrams), min_df=min_df, **shared
        )
        self._makers = [(words, word_weight), (letters, letter_weight)]
        if concept_weight:
            self._makers.append((TfidfVectorizer(analyzer=thesaurus.find, **shared), concept_weight))
        if skeleton_weight:
            self._makers.append((TfidfVectorizer(analyzer=skeletons, min_df=min_df, **shared), skeleton_weight))
        self._analysers: list[Callable[[str], Iterable[str]]] = [maker.build_analyzer() for maker, _ in self._makers]
        self._idfs: list[Any] = []

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabulary of `texts` and give their features."""
        features = hstack([maker.fit_transform(texts) * weight for maker, weight in self._makers], format="csr")
        self._know_the_idfs()
        return features

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Features of `texts`, in the vocabulary learned before."""
        return hstack([maker.transform(texts) * weight for maker, weight in self._makers], format="csr")

    def row(self, text: str) -> tuple[Any, Any]:
        """What `transform` gives for one text, as the columns that are not zero and their values (float32).

        In a tenth of the time: for a single message, the work of `transform` is mostly checking itself.
        """
        columns: list[int] = []
        values: list[Any] = []
        start = 0
        for (maker, weight), analyse, idf in zip(self._makers, self._analysers, self._idfs, strict=True):
            counts = Counter(column for term in analyse(text) if (column := maker.vocabulary_.get(term)) is not None)
            if counts:
                found = np.fromiter(counts, dtype=np.int64, count=len(counts))
                often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
                scaled = (1 + np.log(often)) * idf[found]
                columns.extend((found + start).tolist())
                values.append(scaled * (weight / np.linalg.norm(scaled)))
            start += len(idf)
        together = np.concatenate(values) if values else np.zeros(0)
        return np.array(columns, dtype=np.int64), together.astype(np.float32)

    @property
    def vocabularies(self) -> list[dict[str, int]]:
        """The column of each feature, a dictionary per kind."""
        return [{term: int(column) for term, column in maker.vocabulary_.items()} for maker, _ in self._makers]

    @property
    def idf(self) -> Any:
        """The weights of all columns, one kind after the other."""
        return np.concatenate([maker.idf_ for maker, _ in self._makers]).astype(np.float32)

    def restore(self, vocabularies: Sequence[dict[str, int]], idf: Any) -> None:
        """Take back what `vocabularies` and `idf` gave."""
        start = 0
        for (maker, _), vocabulary in zip(self._makers, vocabularies, strict=True):
            maker.vocabulary_ = vocabulary
            maker.fixed_vocabulary_ = True
            maker.idf_ = np.asarray(idf[start : start + len(vocabulary)])
            start += len(vocabulary)
        self._know_the_idfs()

    def _know_the_idfs(self) -> None:
        self._idfs = [np.asarray(maker.idf_, dtype=np.float32) for maker, _ in self._makers]
