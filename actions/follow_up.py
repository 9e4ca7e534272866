"""Questions about the last answer: which body it named and how to reach it."""

from __future__ import annotations

from actions.turn import Turn
from civic.content.model import ContactKind, Organisation, Topic
from civic.replies import TurnResult


def last_topic(turn: Turn) -> Topic | None:
    """The topic of the last answer as it holds in the resident's city, or None."""
    known = turn.context.last_topic
    return turn.content.topic(known, turn.city) if known in turn.content.topics else None


def executing_body(turn: Turn, topic: Topic) -> Organisation:
    """The body that does the work of `topic` in the resident's city."""
    return turn.content.organisation(topic.executes, turn.city)


def tell_contact(turn: Turn, kind: ContactKind, *, said: str, unknown: str) -> TurnResult:
    """Say the first contact of `kind` on the last card with phrase `said`, else say `unknown`.

    `said` takes {organisation} and a placeholder named after the kind.
    """
    topic = last_topic(turn)
    if topic is None:
        return turn.only("no_topic_yet")
    for name in topic.contacts:
        body = turn.content.organisation(name, turn.city)
        for contact in body.contacts:
            if contact.kind is kind:
                values = {"organisation": body.names.in_language(turn.language), kind.value: contact.value}
                return turn.only(said, **values)
    return turn.only(unknown, organisation=executing_body(turn, topic).names.in_language(turn.language))
