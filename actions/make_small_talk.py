"""Action: be polite: greetings, thanks, goodbye, help, stop, and a yes or no that answers nothing."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.replies import TurnResult

PHRASES = {
    "greet": "greeting",
    "thanks": "thanks_reply",
    "goodbye": "goodbye_reply",
    "help": "help",
    "stop": "stop_reply",
    "affirm": "affirm_nothing",
    "deny": "affirm_nothing",
}


class MakeSmallTalk(Action):
    """One phrase per intent."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_make_small_talk"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The phrase for this intent."""
        return turn.only(PHRASES[turn.intent])
