"""The test sets stay unseen: none of their sentences is in the training data, also after normalising."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.content.load import Content
from civic.content.model import LANGUAGES
from civic.language.normalise import normalise
from civic.search.documents import EXAMPLES_ROOT, read_examples
from evaluation.sentences import DEVELOPMENT, TOPIC_KINDS, UNSEEN, read_sentences

ROOT = Path(__file__).resolve().parents[2]
# Messages of one or two words are so few in a language that both sides may hit on the same ones.
SHORT = 2
SETS = (DEVELOPMENT, UNSEEN)


@pytest.mark.parametrize("folder", SETS, ids=lambda folder: folder.name)
def test_no_test_sentence_is_a_training_example(folder: Path) -> None:
    trained = {
        normalise(text)
        for path in EXAMPLES_ROOT.rglob("*.yml")
        for texts in read_examples(path).values()
        for text in texts
    }
    seen = [
        s.text
        for s in read_sentences(folder)
        if normalise(s.text) in trained and len(normalise(s.text).split()) > SHORT
    ]
    assert seen == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_is_tested_in_every_kind(content: Content, language: str) -> None:
    sentences = [s for s in read_sentences(UNSEEN) if s.language == language]
    for topic in content.topics:
        kinds = [s.kind for s in sentences if s.topic == topic]
        assert len(kinds) >= 5
        assert set(kinds) == set(TOPIC_KINDS)
    counts = {kind: sum(s.kind == kind for s in sentences) for kind in ("out_of_scope", "person", "emergency")}
    assert counts["out_of_scope"] >= 100
    assert counts["person"] >= 30
    assert counts["emergency"] >= 30


def test_the_two_sets_share_no_sentence() -> None:
    first, second = ({normalise(s.text) for s in read_sentences(folder)} for folder in SETS)
    assert [text for text in first & second if len(text.split()) > SHORT] == []
