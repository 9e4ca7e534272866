"""Action: say honestly that this is not known, and offer a person."""

from __future__ import annotations

from rasa_sdk import Action

from actions.choices import unknown
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class SayUnknown(Action):
    """After "none of these"."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_say_unknown"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """An honest "I don't know this"."""
        return unknown(turn)
