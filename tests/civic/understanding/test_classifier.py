"""The classifier outside Rasa: it learns, ranks, and is the same after it was kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.understanding.classifier import LinearClassifier
from civic.understanding.concepts import Thesaurus

EXAMPLES = {
    "waste": ["vuilnis niet opgehaald", "de vuilniswagen kwam niet", "afval ophalen", "çöp alınmadı", "القمامة"],
    "lamp": ["straatlamp kapot", "het licht brandt niet", "lantaarn stuk", "sokak lambası yanmıyor", "ضو الشارع"],
    "bed": ["een oude matras", "mijn bed moet weg", "matras ophalen", "matras op straat", "een kapotte matras"],
}
THESAURUS = Thesaurus({"mattress": ["matras*", "yatak*", "فرشه"]})


@pytest.fixture(scope="module")
def classifier() -> LinearClassifier:
    """Trained on three intents."""
    learned = LinearClassifier({"min_df": 1, "concept_weight": 3.0}, THESAURUS)
    texts = [(text, name) for name, all_texts in EXAMPLES.items() for text in all_texts]
    learned.fit([text for text, _ in texts], [name for _, name in texts])
    return learned


@pytest.mark.parametrize(("text", "intent"), [("VUILNIS!", "waste"), ("sokak lambasi", "lamp"), ("matrassen", "bed")])
def test_it_ranks_the_right_intent_first(classifier: LinearClassifier, text: str, intent: str) -> None:
    assert classifier.rank(text)[0][0] == intent


@pytest.mark.parametrize("text", ["yatak", "فرشة"])
def test_what_was_learned_in_dutch_helps_the_others(classifier: LinearClassifier, text: str) -> None:
    assert classifier.rank(text)[0][0] == "bed"


def test_confidences_are_probabilities(classifier: LinearClassifier) -> None:
    ranking = classifier.rank("straatlamp")
    assert sum(confidence for _, confidence in ranking) == pytest.approx(1, abs=1e-4)
    assert [confidence for _, confidence in ranking] == sorted((c for _, c in ranking), reverse=True)


def test_it_is_the_same_after_it_was_kept(classifier: LinearClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)
    loaded = LinearClassifier.load(tmp_path)
    for text in ("vuilnis", "yatak", "ضو", "iets heel anders"):
        # kept in half precision
        assert loaded.rank(text) == [(name, pytest.approx(share, abs=1e-3)) for name, share in classifier.rank(text)]


def test_one_intent_is_not_enough() -> None:
    with pytest.raises(ValueError, match="two intents"):
        LinearClassifier({}, THESAURUS).fit(["a"], ["b"])
