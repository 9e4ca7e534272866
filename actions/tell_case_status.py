"""Action: tell what became of a case; the gateway knows, so it is told to say it."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.replies import Effects, TurnResult


class TellCaseStatus(Action):
    """Reached when the message names no code; the gateway then looks for this conversation's case."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_case_status"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Ask for the code, unless the gateway finds a case of this conversation."""
        ask_code = turn.say("case_code_question", buttons=(turn.person_button(),))
        return TurnResult(replies=(ask_code,), effects=Effects(case_status=True))
