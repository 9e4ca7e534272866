"""Action: read the last answer slowly."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.cards import answer_with
from civic.replies import TurnResult


class Slower(Action):
    """The last card, with a slow voice."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_slower"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The last card with slow audio."""
        if turn.last_topic is None:
            return turn.only("repeat_nothing")
        card = answer_with(turn.content, turn.last_topic, language=turn.language, city=turn.city)
        return TurnResult(replies=(turn.say("slower_reply"), card.model_copy(update={"slow": True})))
