"""Action: say what this assistant is for, when a message is about something else."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class SayOutOfScope(Action):
    """Weather, recipes, jokes."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_say_out_of_scope"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """What it is for, with the way to a person."""
        return TurnResult(replies=(turn.say("out_of_scope", buttons=(turn.person_button(),)),))
