"""What needs a conversation: two questions in one message, corrections, "that is not my question", follow-ups.

The sentences are in tests/nlu/conversation.yml.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from civic.content.model import LANGUAGES
from civic.understanding.corrections import what_is_meant
from civic.understanding.decision import Decision, Do, decide, second_topic
from evaluation.judge import Judge, Ranking
from evaluation.measures import Measured, Share
from evaluation.sentences import FOLDER

PATH = FOLDER / "conversation.yml"
GOALS = {
    "both questions found": "",
    "one question stays one": "",
    "correction right or offered": "",
    "not my question": "",
    "follow-up": "",
}
INTENT_OF = {
    "phone": "ask_phone",
    "address": "ask_address",
    "decides": "ask_who_decides",
    "bring": "ask_what_to_bring",
    "city": "ask_is_it_the_city",
}


def measure_conversation(judge: Judge, path: Path = PATH) -> Measured:
    """The shares per language, by the names in GOALS."""
    told = yaml.safe_load(path.read_text("utf-8"))
    return {language: _Talk(judge, told[language]).shares() for language in LANGUAGES}


class _Talk:
    def __init__(self, judge: Judge, told: dict[str, list[Any]]) -> None:
        self._judge, self._told = judge, told

    def shares(self) -> dict[str, Share]:
        return {
            "both questions found": self._two_questions(),
            "one question stays one": self._one_question(),
            "correction right or offered": self._corrections(),
            "not my question": self._intents([(text, "complain_answer") for text in self._told["not_my_question"]]),
            "follow-up": self._intents([(item["text"], INTENT_OF[item["asks"]]) for item in self._told["follow_ups"]]),
        }

    def _two_questions(self) -> Share:
        items = self._told["two_questions"]
        shown = self._shown([item["text"] for item in items])
        return _share([set(item["topics"]) <= set(topics) for item, topics in zip(items, shown, strict=True)])

    def _one_question(self) -> Share:
        """No second topic is put beside the answer."""
        items = self._told["one_question"]
        shown = self._shown([item["text"] for item in items], only_answers=True)
        return _share([len(topics) <= 1 for topics in shown])

    def _shown(self, texts: Sequence[str], *, only_answers: bool = False) -> list[list[str]]:
        """The topics that a resident sees for each message: answered, offered, or put beside the answer."""
        known = self._judge.content.topics.keys()
        found = []
        for decision, clauses in self._decided(texts):
            if decision.do is Do.ANSWER:
                second = second_topic(decision.topics[0], clauses, topics=known)
                beside = [second] if second else [] if only_answers else decision.beside
                found.append([*decision.topics, *beside])
            else:
                found.append([] if only_answers else list(decision.topics))
        return found

    def _corrections(self) -> Share:
        """The topic meant is answered or offered; the one that was answered before is out of the question."""
        items = self._told["corrections"]
        texts = [what_is_meant(item["text"]) or item["text"] for item in items]
        hits = []
        for item, (ranking, clauses), found in self._understood(items, texts):
            topics = self._judge.content.topics.keys() - {item["answered"]}
            hits.append(item["meant"] in decide(ranking, found, topics=topics, clauses=clauses).topics)
        return _share(hits)

    def _intents(self, expected: Sequence[tuple[str, str]]) -> Share:
        understood = self._understood(expected, [text for text, _ in expected])
        return _share([self._judge.intent(ranking) == item[1] for item, (ranking, _), _ in understood])

    def _decided(self, texts: Sequence[str]) -> list[tuple[Decision, Ranking]]:
        topics = self._judge.content.topics.keys()
        return [
            (decide(ranking, found, topics=topics, clauses=clauses), clauses)
            for text, (ranking, clauses), found in self._understood(texts, texts)
        ]

    def _understood(self, items: Sequence[Any], texts: Sequence[str]) -> list[tuple[Any, tuple[Ranking, Ranking], Any]]:
        understood, found = self._judge.understand(texts), self._judge.index.similarities_of_all(texts)
        return list(zip(items, understood, found, strict=True))


def _share(judged: Sequence[bool]) -> Share:
    return Share(sum(judged), len(judged))
