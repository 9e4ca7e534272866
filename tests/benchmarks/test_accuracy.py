"""Judging a model's answers by language."""

from __future__ import annotations

from benchmarks.accuracy import Accuracy, judge
from benchmarks.data import Question


def test_right_wrong_and_asked_back_are_counted_by_language() -> None:
    questions = [
        Question("a", "nl", "greet"),
        Question("b", "nl", "greet"),
        Question("c", "nl", "greet"),
        Question("d", "nl", "greet"),
        Question("e", "tr", "greet"),
    ]
    answers = [
        {"guess": "greet", "answers": True},
        {"guess": "greet", "answers": False},
        {"guess": "thanks", "answers": True},
        {"guess": "thanks", "answers": False},
        {"guess": None, "answers": False},
    ]
    judged = judge(questions, answers)
    assert judged["nl"] == Accuracy(questions=4, right=0.5, acts_wrongly=0.25, asks_back=0.5)
    assert judged["tr"] == Accuracy(questions=1, right=0.0, acts_wrongly=0.0, asks_back=1.0)
    assert judged["all"] == Accuracy(questions=5, right=0.4, acts_wrongly=0.2, asks_back=0.6)


def test_no_questions_are_no_error() -> None:
    assert judge([], [])["all"].right == 0.0
