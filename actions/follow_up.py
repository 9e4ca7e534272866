"""Questions about the last answer: which body it named, how to reach it, and what if there was no answer yet."""

from __future__ import annotations

from collections.abc import Callable

from actions.answer import answer_topic
from actions.choices import answer_or_ask, topic_named_in
from actions.turn import Turn
from civic.content.model import ContactKind, Organisation, Topic
from civic.replies import TurnResult
from civic.understanding.doubts import named_from

Answer = Callable[[Turn, Topic], TurnResult]


def about_last_topic(turn: Turn, answer: Answer) -> TurnResult:
    """`answer` for the topic of the last card, unless the message names a topic of its own.

    "Where is the library?" and "who decides about the street lamp?" sound like follow-ups but stand on their own.
    """
    named = topic_named_in(turn, at_least=named_from(turn.similarities.get(turn.intent, 0.0)))
    if named is not None and named != turn.last_topic:
        return answer_topic(turn, named)
    if turn.last_topic is not None:
        return answer(turn, turn.content.topic(turn.last_topic, turn.city))
    return answer_or_ask(turn, otherwise=lambda: turn.only("no_topic_yet"))


def executing_body(turn: Turn, topic: Topic) -> Organisation:
    """The body that does the work of `topic` in the resident's city."""
    return turn.content.organisation(topic.executes, turn.city)


def name_of(turn: Turn, body: Organisation) -> str:
    """The body's name in the language of this turn."""
    return body.names.in_language(turn.language)


def tell_contact(turn: Turn, kind: ContactKind, *, said: str, unknown: str) -> TurnResult:
    """Say the first contact of `kind` on the last card with phrase `said`, else say `unknown`.

    `said` takes {organisation} and a placeholder named after the kind.
    """

    def answer(turn: Turn, topic: Topic) -> TurnResult:
        for name in topic.contacts:
            body = turn.content.organisation(name, turn.city)
            for contact in body.contacts:
                if contact.kind is kind:
                    return turn.only(said, **{"organisation": name_of(turn, body), kind.value: contact.value})
        return turn.only(unknown, organisation=name_of(turn, executing_body(turn, topic)))

    return about_last_topic(turn, answer)
