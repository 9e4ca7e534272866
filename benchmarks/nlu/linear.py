"""One classifier, trained and asked in a process of its own: `python -m benchmarks.nlu.linear KIND TASK ANSWERS`.

KIND is `ours` or `tfidf` (TF-IDF of words and a linear SVM, both as scikit-learn gives them). TASK is a JSON file with
`texts`, `labels` and `questions`; ANSWERS becomes one with `guesses`, `train_seconds` and `milliseconds` (a list, one
number a question).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path


def ours(texts: list[str], labels: list[str]) -> Callable[[str], str]:
    """Our classifier as config.yml sets it."""
    from civic.understanding.classifier import LinearClassifier
    from civic.understanding.concepts import read_thesaurus

    classifier = LinearClassifier(_configured(), read_thesaurus())
    classifier.fit(texts, labels)
    return lambda text: classifier.rank(text, most=1)[0][0]


def tfidf(texts: list[str], labels: list[str]) -> Callable[[str], str]:
    """What a textbook starts with."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    pipeline = make_pipeline(TfidfVectorizer(), LinearSVC()).fit(texts, labels)
    return lambda text: str(pipeline.predict([text])[0])


def _configured() -> dict[str, object]:
    import yaml

    from civic.understanding.classifier import DEFAULTS

    root = Path(__file__).resolve().parents[2]
    pipeline = yaml.safe_load((root / "config.yml").read_text("utf-8"))["pipeline"]
    part = next(item for item in pipeline if item["name"].endswith("LinearIntentClassifier"))
    return {name: value for name, value in part.items() if name in DEFAULTS}


def main(kind: str, task: Path, answers: Path) -> None:
    """Train, ask one question after the other, and write what came of it."""
    told = json.loads(task.read_text("utf-8"))
    started = time.perf_counter()
    guess = {"ours": ours, "tfidf": tfidf}[kind](told["texts"], told["labels"])
    trained = time.perf_counter() - started
    guesses, milliseconds = [], []
    for question in told["questions"]:
        began = time.perf_counter()
        guesses.append(guess(question))
        milliseconds.append(1000 * (time.perf_counter() - began))
    told = {"guesses": guesses, "train_seconds": trained, "milliseconds": milliseconds}
    answers.write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
