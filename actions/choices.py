"""Asking back: at most three topics to choose from, or an honest "I don't know this"."""

from __future__ import annotations

from collections.abc import Callable

from actions import knowledge
from actions.answer import answer_topic
from actions.turn import Turn
from civic.replies import Button, Effects, Kind, Reply, TurnResult
from civic.search.candidates import (
    NAMES_A_TOPIC,
    SURE_TOGETHER,
    agreed_topic,
    is_vague_word,
    likely_topics,
)
from civic.search.documents import Hit

NONE_PAYLOAD = "/none_of_these"


def clarify(turn: Turn, *, otherwise: Callable[[], TurnResult] | None = None) -> TurnResult:
    """Answer what classifier and search agree on, else offer what they find likely; `otherwise` when nothing is."""
    found, known = _found(turn), turn.content.topics.keys()
    agreed = agreed_topic(turn.ranking, found, known=known, at_least=SURE_TOGETHER)
    if agreed is not None:
        return answer_topic(turn, agreed)
    return offer_choices(turn, otherwise=otherwise)


def offer_choices(turn: Turn, *, otherwise: Callable[[], TurnResult] | None = None) -> TurnResult:
    """At most three likely topics to choose from; `otherwise`, or "I don't know this", when none is."""
    topics = likely_topics(turn.ranking, _found(turn), known=turn.content.topics.keys())
    if not topics:
        return otherwise() if otherwise else unknown(turn)
    context = turn.context.model_copy(update={"failures": turn.context.failures + 1})
    return TurnResult(replies=(_question(turn, topics, failures=context.failures),), effects=Effects(context=context))


def topic_named_in(turn: Turn, *, at_least: float = NAMES_A_TOPIC) -> str | None:
    """The topic that the message names by itself, if classifier and search agree on one."""
    return agreed_topic(turn.ranking, _found(turn), known=turn.content.topics.keys(), at_least=at_least)


def is_vague(turn: Turn, topic: str) -> bool:
    """Whether the message is one word that other topics fit about as well as `topic`."""
    return len(turn.text.split()) == 1 and is_vague_word(turn.text, topic, _found(turn))


def _found(turn: Turn) -> list[Hit]:
    index = knowledge.search.index
    return index.rank(turn.text) if index else []


def unknown(turn: Turn) -> TurnResult:
    """Say that this is not known, with the way to a person."""
    context = turn.context.model_copy(update={"failures": turn.context.failures + 1})
    reply = turn.say("unknown", buttons=(turn.person_button(),))
    return TurnResult(replies=(reply,), effects=Effects(context=context))


def _question(turn: Turn, topics: list[str], *, failures: int) -> Reply:
    """ "Do you mean one of these?"; from the second failure on with a person among the buttons."""
    buttons = [
        Button(
            title=turn.content.said(topic, turn.language, turn.city).wording.title,
            payload=f"/{topic}",
            topic=topic,
        )
        for topic in topics
    ]
    buttons.append(Button(title=turn.phrase("clarify_none"), payload=NONE_PAYLOAD))
    if failures > 1:
        buttons.append(turn.person_button())
    return turn.say("clarify_question", kind=Kind.CLARIFY, buttons=tuple(buttons))
