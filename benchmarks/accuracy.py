"""How often a model is right on the held-out questions, by language."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.data import Question
from benchmarks.processes import RASA_PYTHON, ROOT, WORK, timed


@dataclass(frozen=True)
class Accuracy:
    """Shares from 0 to 1: the best guess is right; the model acts, and wrongly; it asks back instead."""

    questions: int
    right: float
    acts_wrongly: float
    asks_back: float


def measure(model: Path, questions: Sequence[Question], *, name: str, pythonpath: Path) -> dict[str, Accuracy]:
    """Ask `model` every question, outside any server, and judge; `pythonpath` holds the model's own components."""
    asked, told = WORK / f"{name}-questions.json", WORK / f"{name}-answers.json"
    asked.write_text(json.dumps([question.text for question in questions]), "utf-8")
    timed(
        [RASA_PYTHON, "-m", "benchmarks.understand", model, asked, told],
        folder=WORK,
        log=WORK / "logs" / f"{name}-accuracy.log",
        environment={"PYTHONPATH": os.pathsep.join((str(pythonpath), str(ROOT)))},
    )
    return judge(questions, json.loads(told.read_text("utf-8")))


def judge(questions: Sequence[Question], answers: Sequence[Mapping[str, Any]]) -> dict[str, Accuracy]:
    """Accuracy by language, and of `all` together; answers as understand.py writes them."""
    pairs = list(zip(questions, answers, strict=True))
    languages = dict.fromkeys(question.language for question in questions)
    return {
        **{name: _shares([pair for pair in pairs if pair[0].language == name]) for name in languages},
        "all": _shares(pairs),
    }


def _shares(pairs: Sequence[tuple[Question, Mapping[str, Any]]]) -> Accuracy:
    count = len(pairs)
    right = sum(answer["guess"] == question.intent for question, answer in pairs)
    wrong = sum(answer["answers"] and answer["guess"] != question.intent for question, answer in pairs)
    asks = sum(not answer["answers"] for _, answer in pairs)
    return Accuracy(count, *(round(number / count, 4) if count else 0.0 for number in (right, wrong, asks)))
