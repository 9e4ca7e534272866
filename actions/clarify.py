"""Action: ask back with at most three topics, or say honestly that nothing fits."""

from __future__ import annotations

from rasa_sdk import Action

from actions import knowledge
from actions.turn import Turn, one_turn
from civic.replies import Button, Effects, Kind, Reply, TurnResult
from civic.search.candidates import likely_topics

NONE_PAYLOAD = "/none_of_these"


class Clarify(Action):
    """Offers what the classifier's ranking and the search by meaning agree on."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_clarify"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Up to three topics to choose from, else an honest "I don't know this"."""
        index = knowledge.search.index
        found = index.rank(turn.text) if index else []
        topics = likely_topics(turn.ranking, found, known=turn.content.topics.keys())
        if not topics:
            return unknown(turn)
        context = turn.context.model_copy(update={"failures": turn.context.failures + 1})
        return TurnResult(replies=(choices(turn, topics, failures=context.failures),), effects=Effects(context=context))


def choices(turn: Turn, topics: list[str], *, failures: int) -> Reply:
    """The question "do you mean one of these?"; from the second failure on with a person among the buttons."""
    buttons = [
        Button(title=turn.content.said(topic, turn.language, turn.city).wording.title, payload=f"/{topic}", topic=topic)
        for topic in topics
    ]
    buttons.append(Button(title=turn.phrase("clarify_none"), payload=NONE_PAYLOAD))
    if failures > 1:
        buttons.append(turn.person_button())
    return turn.say("clarify_question", kind=Kind.CLARIFY, buttons=tuple(buttons))


def unknown(turn: Turn) -> TurnResult:
    """Say that this is not known, with the way to a person."""
    context = turn.context.model_copy(update={"failures": turn.context.failures + 1})
    reply = turn.say("unknown", buttons=(turn.person_button(),))
    return TurnResult(replies=(reply,), effects=Effects(context=context))
