"""Action: say what this assistant is for, when a message is about something else."""

from __future__ import annotations

from rasa_sdk import Action

from actions.choices import answer_or_ask
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class SayOutOfScope(Action):
    """Weather, recipes, jokes."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_say_out_of_scope"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """What it is for, with the way to a person; unless the search finds that a topic is meant after all."""
        return answer_or_ask(turn, otherwise=lambda: self._say(turn))

    def _say(self, turn: Turn) -> TurnResult:
        return TurnResult(replies=(turn.say("out_of_scope", buttons=(turn.person_button(),)),))
