"""The comparison of classifiers compares what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nlu.noise import NOISES
from benchmarks.nlu.peers import run_linear
from benchmarks.nlu.sets import Comparison, Labelled, accuracy_by_language, own_comparison, public_comparison

TRAINING = tuple(
    Labelled(text, language, intent)
    for language, intent, texts in (
        ("nl", "lamp", ("de straatlamp is kapot", "het licht brandt niet", "lantaarn stuk", "donker op straat")),
        ("nl", "waste", ("vuilnis niet opgehaald", "de vuilniswagen kwam niet", "afval staat er", "zakken buiten")),
        ("tr", "lamp", ("sokak lambası yanmıyor", "lamba bozuk", "sokak karanlık", "ışık yok")),
    )
    for text in texts
)
SMALL = Comparison("small", TRAINING, (Labelled("lamp kapot", "nl", "lamp"), Labelled("lamba yanmiyor", "tr", "lamp")))


@pytest.mark.parametrize("kind", ["ours", "tfidf"])
def test_a_peer_is_trained_and_asked_in_a_process_of_its_own(kind: str) -> None:
    result = run_linear(kind, SMALL)
    assert result.accuracy["nl"] == 100
    assert result.trained_on == len(TRAINING)
    assert 0 < result.p50_ms <= result.p95_ms
    assert result.megabytes > 10


def test_a_cut_keeps_every_intent_and_the_whole_test() -> None:
    cut = SMALL.cut_to(2)
    assert len(cut.training) == 6
    assert {(item.language, item.intent) for item in cut.training} == {("nl", "lamp"), ("nl", "waste"), ("tr", "lamp")}
    assert cut.test == SMALL.test
    assert [item.language for item in SMALL.in_language("tr").test] == ["tr"]


def test_accuracy_is_by_language() -> None:
    assert accuracy_by_language(SMALL.test, ["lamp", "waste"]) == {"nl": 100.0, "tr": 0.0}


def test_our_own_comparison_asks_only_about_topics_that_are_trained() -> None:
    own = own_comparison()
    assert {item.intent for item in own.test} <= {item.intent for item in own.training}


def test_a_public_set_is_read_as_it_is(tmp_path: Path) -> None:
    for language in ("nl", "tr", "ar"):
        for part in ("train", "test"):
            (tmp_path / f"{language}.{part}.tsv").write_text(f'alarm\tsay "{language} {part}"\n', "utf-8")
    assert public_comparison(tmp_path).test[1] == Labelled('say "tr test"', "tr", "alarm")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("without Turkish letters", "çöp ışığı", "cop isigi"),
        ("in capitals", "ışık ister", "IŞIK İSTER"),
        ("with vowel signs", "بلد", "بَلِدُ"),
        ("with tatweel", "مدرسة في", "مدـرسة في"),
        ("in Persian letters", "يكفي", "یکفی"),
    ],
)
def test_noise_is_what_other_keyboards_write(name: str, before: str, after: str) -> None:
    assert NOISES[name][1](before) == after
