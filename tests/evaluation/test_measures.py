"""The measures measure what they say."""

from __future__ import annotations

import pytest

from evaluation.__main__ import dropped, table, topic_percent
from evaluation.judge import Verdict
from evaluation.measures import Share, measure, worst_confusions
from evaluation.sentences import Sentence


def verdict(kind: str, did: str, intent: str, *, topic: str | None = None, offered: tuple[str, ...] = ()) -> Verdict:
    """A Dutch verdict."""
    return Verdict(Sentence("nl", kind, f"{kind} {did} {intent}", topic), did, intent, intent, 0.9, offered, "nl")


VERDICTS = [
    verdict("plain", "answer", "library", topic="library"),
    verdict("plain", "answer", "train", topic="library"),
    verdict("plain", "clarify", "train", topic="library", offered=("train", "library")),
    verdict("plain", "emergency", "train", topic="fire-service"),
    verdict("out_of_scope", "answer", "train"),
    verdict("out_of_scope", "clarify", "train"),
    verdict("person", "conversation", "ask_person"),
    verdict("person", "conversation", "greet"),
    verdict("emergency", "emergency", "greet"),
]


def test_each_share_counts_what_it_is_called() -> None:
    shares = measure(VERDICTS)["nl"]
    assert {name: (share.hits, share.total) for name, share in shares.items() if share.total} == {
        "plain": (2, 4),
        "right or offered": (3, 4),
        "wrong card": (1, 4),
        "out of scope answered": (1, 2),
        "person": (1, 2),
        "emergency": (1, 1),
        "language": (4, 4),
    }


def test_confusions_name_the_pair_and_the_sentences() -> None:
    assert worst_confusions(VERDICTS) == [("library", "train", ["plain answer train"])]


def test_wilsons_interval_is_the_known_one() -> None:
    low, high = Share(8, 10).interval
    assert (low, high) == (pytest.approx(49.0, abs=0.1), pytest.approx(94.3, abs=0.1))


def test_a_drop_of_more_than_two_points_is_named() -> None:
    measured = measure(VERDICTS)
    results = {"unseen": {"nl": topic_percent(measured, "nl")}}
    assert dropped(results, {"unseen": {"nl": 52.5}}) == ["unseen, nl: 50.0 %, kept 52.5 %"]
    assert dropped(results, {"unseen": {"nl": 51.9}}) == []
    assert dropped(results, {}) == []
    assert "plain" in table(measured)
