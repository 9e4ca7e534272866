"""Action: say the last answer again."""

from __future__ import annotations

from rasa_sdk import Action

from actions.answer import answer_topic
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class Repeat(Action):
    """The last card, in full."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_repeat"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The last card again, or how to ask when there is none."""
        if turn.last_topic is None:
            return turn.only("repeat_nothing")
        return answer_topic(turn, turn.last_topic)
