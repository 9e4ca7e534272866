"""TF-IDF features of normalised text: words, word pairs, and groups of letters within words.

Groups of letters carry Turkish endings, Dutch compounds, Arabic clitics and typing errors.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from civic.language.normalise import normalise

WORD = r"(?u)\b\w+\b"


class LetterFeatures:
    """Turns texts into one sparse row each; can be saved as JSON and an array, without pickles."""

    def __init__(self, *, word_ngrams: int, letter_ngrams: int, min_df: int) -> None:
        self._makers = [
            TfidfVectorizer(
                preprocessor=normalise,
                token_pattern=WORD,
                ngram_range=(1, word_ngrams),
                sublinear_tf=True,
                dtype=np.float32,
            ),
            TfidfVectorizer(
                preprocessor=normalise,
                analyzer="char_wb",
                ngram_range=(1, letter_ngrams),
                min_df=min_df,
                sublinear_tf=True,
                dtype=np.float32,
            ),
        ]

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learn the vocabulary of `texts` and give their features."""
        return hstack([maker.fit_transform(texts) for maker in self._makers], format="csr")

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Features of `texts`, in the vocabulary learned before."""
        return hstack([maker.transform(texts) for maker in self._makers], format="csr")

    @property
    def vocabularies(self) -> List[Dict[str, int]]:
        """The column of each word and letter group, a dictionary per kind."""
        return [{term: int(column) for term, column in maker.vocabulary_.items()} for maker in self._makers]

    @property
    def idf(self) -> Any:
        """The weights of all columns, one kind after the other."""
        return np.concatenate([maker.idf_ for maker in self._makers]).astype(np.float32)

    def restore(self, vocabularies: List[Dict[str, int]], idf: Any) -> None:
        """Take back what `vocabularies` and `idf` gave."""
        start = 0
        for maker, vocabulary in zip(self._makers, vocabularies):
            maker.vocabulary_ = vocabulary
            maker.fixed_vocabulary_ = True
            maker.idf_ = np.asarray(idf[start : start + len(vocabulary)])
            start += len(vocabulary)
