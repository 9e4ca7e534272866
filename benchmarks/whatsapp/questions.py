"""Questions whose answers are known beforehand, so that each answer on a phone can be told from every other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests

from benchmarks.data import Question
from benchmarks.load import new_session
from benchmarks.processes import BenchFailed

TIMEOUT_SECONDS = 60
# Marks that a phone does not show: they keep Dutch names in Arabic text in their direction.
UNSEEN = re.compile("[\u200e\u200f\u2066-\u2069*_]")


@dataclass(frozen=True)
class Asked:
    """What is typed, and how the first line of its answer reads."""

    text: str
    first_line: str


def first_line(text: str) -> str:
    """The first line of a message as people read it."""
    return UNSEEN.sub("", text).strip().partition("\n")[0].strip()


def choose(url: str, candidates: Sequence[Question], *, language: str, count: int) -> list[Asked]:
    """`count` questions in `language` about different topics that the running stack answers, in a fixed order.

    Asked one after the other in one talk, as they will be asked again. Raises BenchFailed when there are too few.
    """
    session, conversation = new_session(), None
    chosen: dict[str, Asked] = {}
    for question in (each for each in candidates if each.language == language):
        if question.intent in chosen:
            continue
        told = _ask(session, url, {"conversation": conversation, "text": question.text, "language": None, "city": None})
        conversation = told["conversation"]
        title = _title(told, question.intent)
        if title and all(title != asked.first_line for asked in chosen.values()):
            chosen[question.intent] = Asked(question.text, title)
        if len(chosen) == count:
            return list(chosen.values())
    raise BenchFailed(f"only {len(chosen)} of {count} questions in {language} got the right answer")


def _title(told: dict[str, Any], topic: str) -> str | None:
    """The title of the card, when the answer is about `topic` and nothing else was asked back."""
    answers = [message for message in told["messages"] if message["kind"] == "answer"]
    right = len(answers) == 1 and answers[0].get("topic") == topic
    return first_line(answers[0]["card"]["title"]) if right else None


def _ask(session: requests.Session, url: str, body: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = session.post(f"{url}/api/chat", json=body, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return dict(answer.json())
    except (requests.RequestException, ValueError) as error:
        raise BenchFailed(f"a question got no answer: {type(error).__name__}") from None
