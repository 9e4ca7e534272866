"""Action: ask back with at most three topics, or say honestly that nothing fits."""

from __future__ import annotations

from rasa_sdk import Action

from actions.choices import answer_or_ask
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class Clarify(Action):
    """What happens when the classifier is not sure enough to answer."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_clarify"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Up to three topics to choose from, else an honest "I don't know this"."""
        return answer_or_ask(turn)
