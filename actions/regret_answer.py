"""Action: take a complaint about the answer, and offer other topics or a person."""

from __future__ import annotations

from rasa_sdk import Action

from actions.choices import offer
from actions.turn import Turn, one_turn
from civic.replies import Effects, TurnResult


class RegretAnswer(Action):
    """A complaint is never argued with."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_regret_answer"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Sorry, with the next likely topics when there are any, and the way to a person."""
        others = [topic for topic in turn.context.next_topics if topic in turn.content.topics]
        if others:
            return offer(turn, others, asking="regret_with_choices")
        context = turn.context.model_copy(update={"failures": turn.context.failures + 1})
        reply = turn.say("complaint_reply", buttons=(turn.person_button(),))
        return TurnResult(replies=(reply,), effects=Effects(context=context))
