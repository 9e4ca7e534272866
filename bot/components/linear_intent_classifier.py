"""Our linear classifier as a part of Rasa's graph (see civic/understanding/classifier.py for how it works).

Why not DIET: it trains for an hour or more at our size and is right about as often (see docs/adr/0004).
Why not Rasa's LogisticRegressionClassifier: it trains thirty times longer on the same features, and its
`predict_proba` copies the whole weight matrix at each message; here the weights lie transposed and contiguous.
"""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from civic.understanding.classifier import DEFAULTS, LinearClassifier
from civic.understanding.clauses import clauses_of
from civic.understanding.concepts import read_thesaurus

INTENT_RANKING = "intent_ranking"
CLAUSES = "clauses"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking` on each message with a text; `clauses` when it can be cut in two or more.

    `clauses` is a list of the best `{"name", "confidence"}` of each clause: a second question in the same message.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The settings of the classifier, and `ranking_length`: how many intents are reported."""
        return {**DEFAULTS, "ranking_length": 10}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """A new, untrained component."""
        return cls(config, model_storage, resource, LinearClassifier(_settings(config), read_thesaurus()))

    def __init__(
        self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, classifier: LinearClassifier
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._classifier = classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example that has a text and an intent, and keep the result."""
        examples = [item for item in training_data.intent_examples if item.get(TEXT)]
        self._classifier.fit([item.get(TEXT) for item in examples], [str(item.get(INTENT)) for item in examples])
        with self._model_storage.write_to(self._resource) as folder:
            self._classifier.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Give each message with a text its intent, the ranking of the likeliest intents, and its clauses."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._classifier.labels:
                whole, clauses = self.rank(text)
                message.set(INTENT, whole[0], add_to_output=True)
                message.set(INTENT_RANKING, whole, add_to_output=True)
                if clauses:
                    message.set(CLAUSES, clauses, add_to_output=True)
        return messages

    def rank(self, text: str) -> Tuple[List[Dict[str, Any]], List[Dict[str, Any]]]:
        """The likeliest intents of `text`, best first, and the best of each of its clauses."""
        whole, *parts = self._classifier.rank_all([text, *clauses_of(text)], most=self._config["ranking_length"])
        return [_told(*item) for item in whole], [_told(*ranking[0]) for ranking in parts]

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
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearClassifier.load(folder))


def _settings(config: Dict[str, Any]) -> Dict[str, Any]:
    return {name: config[name] for name in DEFAULTS if name in config}


def _told(name: str, confidence: float) -> Dict[str, Any]:
    return {"name": name, "confidence": confidence}
