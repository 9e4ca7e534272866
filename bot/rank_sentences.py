"""Ranks sentences with the trained model's classifier, in Rasa's environment.

`.venv-rasa/bin/python -m bot.rank_sentences MODEL` reads a JSON list of sentences and writes a JSON list: for each
sentence a pair of lists of [intent, confidence], the ranking (best first) and the best intent of each clause.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.components.linear_intent_classifier import LinearIntentClassifier


def load_classifier(model: Path, folder: Path) -> LinearIntentClassifier:
    """The classifier in a trained model; raises StopIteration when the model has none."""
    storage, metadata = LocalModelStorage.from_model_archive(folder, model)
    node = next(
        node for node in metadata.predict_schema.nodes.values() if node.uses.__name__ == LinearIntentClassifier.__name__
    )
    config = {**LinearIntentClassifier.get_default_config(), **node.config}
    return LinearIntentClassifier.load(config, storage, node.resource, None)


def main(model: Path) -> None:
    """Rank what comes in on standard input."""
    with tempfile.TemporaryDirectory() as folder:
        classifier = load_classifier(model, Path(folder))
        told = [
            [[[item["name"], item["confidence"]] for item in part] for part in classifier.rank(sentence)]
            for sentence in json.load(sys.stdin)
        ]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
