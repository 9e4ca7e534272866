"""Action: say how to hear what became of a case; the gateway answers when the message holds a code."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class TellCaseStatus(Action):
    """Reached only when the message names no code: with one, the gateway answers from its store."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_case_status"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Ask for the code."""
        return TurnResult(replies=(turn.say("case_unknown", buttons=(turn.person_button(),)),))
