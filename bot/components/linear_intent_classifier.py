"""A linear intent classifier on words and letter groups, fast to train and calibrated.

Why not DIET: it trains for an hour or more at our size and is right about as often (see docs/adr/0004).
Why not Rasa's LogisticRegressionClassifier: it trains thirty times longer on the same features, and its
`predict_proba` copies the whole weight matrix at each message; here the weights lie transposed and contiguous.
"""

from __future__ import annotations

import json
from typing import Any, Dict, List

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.components.letter_features import LetterFeatures

INTENT_RANKING = "intent_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """One-against-all linear SVM whose margins become probabilities by one fitted temperature.

    Sets `intent` and `intent_ranking` on each message with a text. Confidence is the softmax of
    `margin / temperature`; the temperature is fitted on held-out folds so that 0.8 means right in 80 %.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`C`: SVM penalty; `folds`: held-out folds for the temperature; `ranking_length`: intents reported."""
        return {"C": 0.5, "folds": 3, "ranking_length": 10, "word_ngrams": 1, "letter_ngrams": 4, "min_df": 2}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """A new, untrained component."""
        return cls(config, model_storage, resource)

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._features = LetterFeatures(
            word_ngrams=config["word_ngrams"], letter_ngrams=config["letter_ngrams"], min_df=config["min_df"]
        )
        self._intents: List[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)
        self._temperature = 1.0

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example that has a text and an intent, and keep the result."""
        examples = [item for item in training_data.intent_examples if item.get(TEXT)]
        texts = [item.get(TEXT) for item in examples]
        labels = np.array([item.get(INTENT) for item in examples])
        if len(set(labels)) < 2:
            raise ValueError("The intent classifier needs examples of at least two intents.")
        matrix = self._features.fit(texts)
        self._temperature = self._fit_temperature(matrix, labels)
        machine = self._new_machine().fit(matrix, labels)
        self._intents = [str(label) for label in machine.classes_]
        weights, bias = machine.coef_, machine.intercept_
        if len(self._intents) == 2:  # scikit-learn keeps one row for two classes
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        self._weights = np.ascontiguousarray(weights.T, dtype=np.float32)
        self._bias = bias.astype(np.float32)
        self._persist()
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Give each message with a text its intent and the ranking of the likeliest intents."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._intents:
                ranking = self.rank(text)
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set(INTENT_RANKING, ranking, add_to_output=True)
        return messages

    def rank(self, text: str) -> List[Dict[str, Any]]:
        """The likeliest intents as `{"name", "confidence"}`, best first; confidences are of all intents."""
        scores = self._features.transform([text]) @ self._weights + self._bias
        confidences = softmax(np.asarray(scores).ravel() / self._temperature)
        best = np.argsort(-confidences)[: self._config["ranking_length"]]
        return [{"name": self._intents[i], "confidence": float(confidences[i])} for i in best]

    def _new_machine(self) -> LinearSVC:
        return LinearSVC(C=self._config["C"], dual=True, random_state=7)

    def _fit_temperature(self, matrix: Any, labels: np.ndarray) -> float:
        folds = min(self._config["folds"], int(np.unique(labels, return_counts=True)[1].min()))
        if folds < 2 or len(set(labels)) < 3:
            return 0.2
        scores, truth = [], []
        for learn, hold in StratifiedKFold(folds, shuffle=True, random_state=7).split(matrix, labels):
            machine = self._new_machine().fit(matrix[learn], labels[learn])
            scores.append(machine.decision_function(matrix[hold]))
            truth.append(np.searchsorted(machine.classes_, labels[hold]))
        margins, right = np.vstack(scores), np.concatenate(truth)

        def loss(temperature: float) -> float:
            likelihood = softmax(margins / temperature, axis=1)[np.arange(len(right)), right]
            return float(-np.log(np.maximum(likelihood, 1e-12)).mean())

        return float(minimize_scalar(loss, bounds=(0.02, 2.0), method="bounded").x)

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(folder / "weights.npz", weights=self._weights, bias=self._bias, idf=self._features.idf)
            kept = {
                "intents": self._intents,
                "temperature": self._temperature,
                "vocabularies": self._features.vocabularies,
            }
            (folder / "model.json").write_text(json.dumps(kept, ensure_ascii=False), "utf-8")

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """The component as it was trained; raises ValueError when the model has none."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            kept = json.loads((folder / "model.json").read_text("utf-8"))
            arrays = np.load(folder / "weights.npz")
            component._features.restore(kept["vocabularies"], arrays["idf"])
            component._weights = np.ascontiguousarray(arrays["weights"])
            component._bias = arrays["bias"]
        component._intents = kept["intents"]
        component._temperature = kept["temperature"]
        return component
