"""Our Rasa components, in Rasa's own environment: `.venv-rasa/bin/python -m unittest`."""

import asyncio
import tempfile
import unittest
from pathlib import Path

from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.forgetful_tracker_store import ForgetfulTrackerStore
from bot.components.linear_intent_classifier import LinearIntentClassifier

EXAMPLES = {
    "waste": ["vuilnis niet opgehaald", "de vuilniswagen kwam niet", "afval ophalen", "çöp alınmadı", "القمامة"],
    "lamp": ["straatlamp kapot", "het licht brandt niet", "lantaarn stuk", "sokak lambası yanmıyor", "ضو الشارع"],
    "card": ["identiteitskaart verloren", "nieuwe eid", "mijn kaart is weg", "kimlik kartım kayıp", "هويتي ضاعت"],
}


class ClassifierTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.storage = LocalModelStorage.create(Path(self.folder.name))
        self.resource = Resource("classifier")
        self.context = ExecutionContext(GraphSchema({}), "test")
        config = {**LinearIntentClassifier.get_default_config(), "min_df": 1}
        self.config = config
        self.classifier = LinearIntentClassifier.create(config, self.storage, self.resource, self.context)
        messages = [Message.build(text=text, intent=name) for name, texts in EXAMPLES.items() for text in texts]
        self.classifier.train(TrainingData(messages))

    def tearDown(self) -> None:
        self.folder.cleanup()

    def test_it_ranks_the_right_intent_first_in_every_language(self) -> None:
        for text, intent in (("VUILNIS!", "waste"), ("sokak lambasi", "lamp"), ("هُويّتي", "card")):
            self.assertEqual(self.classifier.rank(text)[0][0]["name"], intent)

    def test_confidences_are_probabilities_of_all_intents(self) -> None:
        ranking, _ = self.classifier.rank("straatlamp")
        self.assertAlmostEqual(sum(item["confidence"] for item in ranking), 1.0, places=4)
        self.assertEqual(ranking, sorted(ranking, key=lambda item: -item["confidence"]))

    def test_it_is_the_same_after_it_is_stored_and_loaded(self) -> None:
        loaded = LinearIntentClassifier.load(self.config, self.storage, self.resource, self.context)
        for text in ("vuilnis", "kimlik", "ضو", "iets heel anders"):
            (before, _), (after, _) = self.classifier.rank(text), loaded.rank(text)
            self.assertEqual([item["name"] for item in before], [item["name"] for item in after])
            for one, other in zip(before, after):
                self.assertAlmostEqual(one["confidence"], other["confidence"], places=3)  # kept in half precision

    def test_the_weights_lie_contiguous(self) -> None:
        loaded = LinearIntentClassifier.load(self.config, self.storage, self.resource, self.context)
        self.assertTrue(loaded._classifier._weights.flags["C_CONTIGUOUS"])

    def test_messages_get_intent_and_ranking_and_empty_ones_are_left_alone(self) -> None:
        full, empty = Message.build(text="straatlamp"), Message.build(text="")
        self.classifier.process([full, empty])
        self.assertEqual(full.get("intent")["name"], "lamp")
        self.assertEqual(len(full.get("intent_ranking")), 3)
        self.assertIsNone(empty.get("intent_ranking"))

    def test_a_message_of_two_parts_gets_the_best_intent_of_each(self) -> None:
        two, one = Message.build(text="de straatlamp is kapot en mijn kaart is weg"), Message.build(text="straatlamp")
        self.classifier.process([two, one])
        self.assertEqual([item["name"] for item in two.get("clauses")], ["lamp", "card"])
        self.assertIsNone(one.get("clauses"))

    def test_one_intent_is_not_enough(self) -> None:
        with self.assertRaises(ValueError):
            self.classifier.train(TrainingData([Message.build(text="a", intent="b")]))


class TrackerStoreTest(unittest.TestCase):
    def test_it_keeps_nothing(self) -> None:
        async def keep_and_ask() -> tuple:
            store = ForgetfulTrackerStore(Domain.empty())
            await store.save(DialogueStateTracker.from_events("someone", []))
            return await store.retrieve("someone"), list(await store.keys())

        self.assertEqual(asyncio.run(keep_and_ask()), (None, []))


class QuickActionCheckTest(unittest.TestCase):
    def test_it_is_in_place(self) -> None:
        self.assertEqual(RemoteAction._validate_action_result.__module__, "bot.components.quick_action_check")

    def test_it_accepts_and_refuses_as_rasa_does(self) -> None:
        action = RemoteAction("action_x", None)
        self.assertTrue(action._validate_action_result({"events": [], "responses": [{"custom": {"a": 1}}]}))
        with self.assertRaises(ValidationError):
            action._validate_action_result({"events": "none"})


if __name__ == "__main__":
    unittest.main()
