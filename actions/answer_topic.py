"""Action: answer a question about a topic with its card."""

from __future__ import annotations

from rasa_sdk import Action

from actions.answer import answer_topic
from actions.choices import is_vague, offer_choices
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class AnswerTopic(Action):
    """The intent is the topic's id."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer_topic"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The card of the topic; a single word that fits several topics is asked back."""
        is_button = turn.text.startswith("/")
        if not is_button and is_vague(turn, turn.intent):
            return offer_choices(turn)
        return answer_topic(turn, turn.intent)
