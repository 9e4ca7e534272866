"""A linear classifier on message features, fast to train and calibrated; what bot/components wraps for Rasa.

One-against-all linear SVM whose margins become probabilities by one fitted temperature: the softmax of
`margin / temperature`, fitted on a held-out fold so that 0.8 means right in 80 %.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from civic.understanding.concepts import Thesaurus
from civic.understanding.features import MessageFeatures

DEFAULTS: Mapping[str, Any] = {
    "C": 0.3,
    "folds": 2,
    "word_ngrams": 1,
    "letter_ngrams": 4,
    "min_df": 2,
    "word_weight": 0.8,
    "letter_weight": 1.8,
    "concept_weight": 0.5,
    "skeleton_weight": 0.6,
}
_NOT_OF_FEATURES = {"C", "folds"}
# Too few examples to hold any out: a temperature that fits margins of small sets.
_UNFITTED_TEMPERATURE = 0.2
# The default is finer, learns for half as long again, and is right in as many held-out messages (to 0.02 points).
_TOLERANCE = 1e-2
_SEED = 7
# Examples above which learning both machines at once saves more than a process takes to start.
_WORTH_A_PROCESS = 5_000

Ranking = list[tuple[str, float]]


class LinearClassifier:
    """Learns labels of texts, ranks labels for a text, and is kept as two files without pickles.

    `settings`: `C` (penalty of the SVM), `folds` (for the temperature), and the settings of MessageFeatures.
    """

    def __init__(self, settings: Mapping[str, Any], thesaurus: Thesaurus) -> None:
        self._settings = {**DEFAULTS, **settings}
        self._thesaurus = thesaurus
        self._features = MessageFeatures(thesaurus, **_of_features(self._settings))
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)
        self._temperature = 1.0
        self.labels: list[str] = []

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        """Learn from `texts`; raises ValueError for fewer than two labels."""
        truth = np.array(labels)
        if len(set(labels)) < 2:
            raise ValueError("The classifier needs examples of at least two intents.")
        matrix = self._features.fit(texts)
        machine, self._temperature = self._learn(matrix, truth)
        self.labels = [str(label) for label in machine.classes_]
        weights, bias = machine.coef_, machine.intercept_
        if len(self.labels) == 2:  # scikit-learn keeps one row for two classes
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        # A row per feature: a message touches a few hundred of them, and they lie next to each other.
        self._weights = np.ascontiguousarray(weights.T, dtype=np.float32)
        self._bias = bias.astype(np.float32)

    def rank(self, text: str, *, most: int = 10) -> Ranking:
        """The likeliest labels with their probabilities (of all labels), best first."""
        (ranking,) = self.rank_all([text], most=most)
        return ranking

    def rank_all(self, texts: Sequence[str], *, most: int = 10) -> list[Ranking]:
        """`rank` for several texts at once."""
        scores = np.stack([self._scores(text) for text in texts])
        confidences = softmax(scores / self._temperature, axis=1)
        best = np.argsort(-confidences, axis=1)[:, :most]
        return [
            [(self.labels[i], float(row[i])) for i in chosen] for row, chosen in zip(confidences, best, strict=True)
        ]

    def _scores(self, text: str) -> Any:
        """The margins of `text`. Only the rows of `weights` that it touches are read: a product of the whole matrix
        would first copy all of it into another number type (40 ms a message).
        """
        columns, values = self._features.row(text)
        return values @ self._weights[columns] + self._bias

    def save(self, folder: Path) -> None:
        """Keep what was learned, the thesaurus with it."""
        half = self._weights.astype(np.float16)  # precise enough
        # Packed here in three seconds; Rasa, which packs again, would take half a minute for what is mostly zeros.
        np.savez_compressed(folder / "weights.npz", weights=half, bias=self._bias, idf=self._features.idf)
        kept = {
            "settings": self._settings,
            "labels": self.labels,
            "temperature": self._temperature,
            "vocabularies": self._features.vocabularies,
            "thesaurus": self._thesaurus.entries,
        }
        (folder / "model.json").write_text(json.dumps(kept, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearClassifier:
        """The classifier as `save` left it; raises OSError or ValueError when it is not there."""
        kept = json.loads((folder / "model.json").read_text("utf-8"))
        found = cls(kept["settings"], Thesaurus(kept["thesaurus"]))
        with np.load(folder / "weights.npz") as arrays:
            found._features.restore(kept["vocabularies"], arrays["idf"])
            found._weights = np.ascontiguousarray(arrays["weights"], dtype=np.float32)
            found._bias = arrays["bias"]
        found._temperature = kept["temperature"]
        found.labels = kept["labels"]
        return found

    def _learn(self, matrix: Any, labels: Any) -> tuple[LinearSVC, float]:
        """The machine, and the temperature: the latter from one that saw only a part, which judges the rest."""
        folds = min(self._settings["folds"], int(np.unique(labels, return_counts=True)[1].min()))
        if folds < 2 or len(set(labels)) < 3:
            return _fitted_machine(self._settings["C"], matrix, labels), _UNFITTED_TEMPERATURE
        # One of the folds is enough: one number is fitted, on thousands of examples.
        learn, hold = next(StratifiedKFold(folds, shuffle=True, random_state=_SEED).split(matrix, labels))
        tasks = [(matrix, labels), (matrix[learn], labels[learn])]
        # In processes, so that what is learned does not depend on which is first: they draw from one random number.
        at_once = Parallel(n_jobs=2 if len(labels) > _WORTH_A_PROCESS else 1, max_nbytes=None)
        whole, part = at_once(delayed(_fitted_machine)(self._settings["C"], *task) for task in tasks)
        return whole, _temperature_of(part, matrix[hold], labels[hold])


def _fitted_machine(penalty: float, matrix: Any, labels: Any) -> LinearSVC:
    return LinearSVC(C=penalty, dual=True, tol=_TOLERANCE, random_state=_SEED).fit(matrix, labels)


def _temperature_of(machine: LinearSVC, matrix: Any, labels: Any) -> float:
    margins = machine.decision_function(matrix)
    right = np.searchsorted(machine.classes_, labels)

    def loss(temperature: float) -> float:
        likelihood = softmax(margins / temperature, axis=1)[np.arange(len(right)), right]
        return float(-np.log(np.maximum(likelihood, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=(0.02, 2.0), method="bounded").x)


def _of_features(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name not in _NOT_OF_FEATURES}
