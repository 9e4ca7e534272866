"""What classifier and search together lead to: a card, at most three topics to choose from, or neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from actions.answer import answer_topic
from actions.danger import perhaps_emergency
from actions.turn import Turn
from civic import consent
from civic.replies import Button, Effects, Kind, TurnResult
from civic.understanding.decision import Decision, Do, decide, may_be_emergency, second_topic
from civic.understanding.doubts import agreed_topic, is_vague_word

NONE_PAYLOAD = "/none_of_these"

Otherwise = Callable[[], TurnResult]


def answer_or_ask(turn: Turn, *, otherwise: Otherwise | None = None) -> TurnResult:
    """The card that is meant; else topics to choose from; `otherwise`, or "I don't know this", when nothing fits.

    What may be an emergency gets the numbers first.
    """
    result = _answer_or_ask(turn, otherwise)
    if not may_be_emergency(turn.ranking):
        return result
    return result.model_copy(update={"replies": (perhaps_emergency(turn), *result.replies)})


def _answer_or_ask(turn: Turn, otherwise: Otherwise | None) -> TurnResult:
    decision = decision_on(turn)
    if decision.do is Do.OFFER_PERSON:
        return TurnResult(replies=(consent.offer(turn.content, turn.language),))
    if decision.do is Do.NOTHING_FITS:
        return otherwise() if otherwise else unknown(turn)
    if decision.do is Do.OFFER:
        return offer(turn, decision.topics)
    if is_vague(turn, decision.topics[0]):
        return offer(turn, (*decision.topics, *decision.next_topics))
    return _answer(turn, decision)


def decision_on(turn: Turn) -> Decision:
    """What to do with the message of this turn."""
    return decide(turn.ranking, turn.similarities, topics=turn.possible_topics, clauses=turn.clauses)


def offer(turn: Turn, topics: Sequence[str], *, asking: str = "clarify_question") -> TurnResult:
    """ "Do you mean one of these?"; from the second failure on with a person among the buttons."""
    failures = turn.context.failures + 1
    buttons = [_topic_button(turn, topic) for topic in topics]
    buttons.append(Button(title=turn.phrase("clarify_none"), payload=NONE_PAYLOAD))
    if failures > 1:
        buttons.append(turn.person_button())
    context = turn.context.model_copy(update={"failures": failures})
    question = turn.say(asking, kind=Kind.CLARIFY, buttons=tuple(buttons))
    return TurnResult(replies=(question,), effects=Effects(context=context))


def topic_named_in(turn: Turn, *, at_least: float) -> str | None:
    """The topic that the message names by itself, if classifier and search agree on one."""
    return agreed_topic(turn.ranking, turn.similarities, topics=turn.possible_topics, at_least=at_least)


def is_vague(turn: Turn, topic: str) -> bool:
    """Whether the message is one word that other topics fit about as well as `topic`."""
    if len(turn.text.split()) != 1:
        return False
    return is_vague_word(turn.text, topic, turn.similarities, topics=turn.possible_topics)


def unknown(turn: Turn) -> TurnResult:
    """Say that this is not known, with the way to a person."""
    context = turn.context.model_copy(update={"failures": turn.context.failures + 1})
    reply = turn.say("unknown", buttons=(turn.person_button(),))
    return TurnResult(replies=(reply,), effects=Effects(context=context))


def _answer(turn: Turn, decision: Decision) -> TurnResult:
    """The card, and beside it the second question of the same message, or what else it could well have been."""
    (topic,) = decision.topics
    result = answer_topic(turn, topic, next_topics=decision.next_topics)
    second = second_topic(topic, turn.clauses, topics=turn.possible_topics)
    if second is None and not decision.beside:
        return result
    asking, topics = ("second_topic", (second,)) if second else ("or_another_topic", decision.beside)
    also = turn.say(asking, kind=Kind.CLARIFY, buttons=tuple(_topic_button(turn, each) for each in topics))
    return result.model_copy(update={"replies": (*result.replies, also)})


def _topic_button(turn: Turn, topic: str) -> Button:
    title = turn.content.said(topic, turn.language, turn.city).wording.title
    return Button(title=title, payload=f"/{topic}", topic=topic)
