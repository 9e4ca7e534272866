"""Action: answer a question about a topic with its card."""

from __future__ import annotations

from rasa_sdk import Action

from actions.answer import answer_topic
from actions.choices import answer_or_ask
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class AnswerTopic(Action):
    """The intent is the topic's id."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_answer_topic"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The card of the button's topic, or of the topic that classifier and search find together; else a question."""
        is_button = turn.text.startswith("/")
        return answer_topic(turn, turn.intent) if is_button else answer_or_ask(turn)
