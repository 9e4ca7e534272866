"""Tells what a word of the system means, when that is all that a message asks."""

from __future__ import annotations

from civic.glossary import find_question
from civic.replies import Button, Kind, Reply
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services


def answer(services: Services, talk: Talk) -> Outcome | None:
    """The meaning in one sentence and a button to the topic that says more; None for every other message."""
    content = services.content
    entry = None if talk.is_payload else find_question(talk.text, content)
    if entry is None:
        return None
    more = content.said(entry.topic, talk.language, talk.city).wording.title
    reply = Reply(
        kind=Kind.TEXT,
        language=talk.language,
        text=f"{entry.title.in_language(talk.language)}: {entry.explanation.in_language(talk.language)}",
        topic=entry.topic,
        buttons=(Button(title=more, payload=f"/{entry.topic}", topic=entry.topic),),
    )
    context = {**talk.context, "last_topic": entry.topic, "failures": 0}
    return Outcome(replies=(reply,), context=context, pending={})
