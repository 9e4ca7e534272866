"""Questions about the last answer: which body it named, how to reach it, and what if there was no answer yet."""

from __future__ import annotations

from collections.abc import Callable

from actions.choices import clarify
from actions.turn import Turn
from civic.content.model import ContactKind, Organisation, Topic
from civic.replies import TurnResult

Answer = Callable[[Turn, Topic], TurnResult]


def about_last_topic(turn: Turn, answer: Answer) -> TurnResult:
    """`answer` for the topic of the last card; without one, what the message itself may be about.

    "Who decides about the street lamp?" sounds like a follow-up but stands on its own.
    """
    if turn.last_topic is not None:
        return answer(turn, turn.content.topic(turn.last_topic, turn.city))
    return clarify(turn, otherwise=lambda: turn.only("no_topic_yet"))


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
