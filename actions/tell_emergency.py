"""Action: give the emergency numbers for what reads like an emergency without one of its plain words."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.replies import Kind, Reply, TurnResult

NUMBERS = ("112", "101", "1813")


class TellEmergency(Action):
    """The second net: plain words are found before Rasa is asked (civic/emergencies); this is a guess, and says so."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_emergency"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The numbers to call now, and the way to a person when it is not urgent."""
        reply = Reply(
            kind=Kind.EMERGENCY,
            language=turn.language,
            text=turn.phrase("emergency_perhaps"),
            numbers=NUMBERS,
            buttons=(turn.person_button(),),
        )
        return TurnResult(replies=(reply,))
