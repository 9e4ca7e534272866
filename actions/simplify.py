"""Action: say the last answer in fewer and shorter words."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.cards import answer_with
from civic.replies import TurnResult


class Simplify(Action):
    """The `simple` wording of the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_simplify"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The last card with its simple words, and the way to a person."""
        if turn.last_topic is None:
            return turn.only("repeat_nothing")
        card = answer_with(turn.content, turn.last_topic, language=turn.language, city=turn.city)
        simple = str((card.card or {})["simple"])
        return TurnResult(
            replies=(card.model_copy(update={"text": simple, "spoken": simple, "buttons": (turn.person_button(),)}),)
        )
