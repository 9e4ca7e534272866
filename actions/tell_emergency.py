"""Action: give the emergency numbers for what reads like an emergency without one of its plain words."""

from __future__ import annotations

from rasa_sdk import Action

from actions.danger import perhaps_emergency
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class TellEmergency(Action):
    """The second net: plain words are found before Rasa is asked (civic/emergencies)."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_emergency"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The numbers to call now, and the way to a person when it is not urgent."""
        return TurnResult(replies=(perhaps_emergency(turn, buttons=(turn.person_button(),)),))
