"""Action: ask whether the talk should be deleted; the gateway deletes it on yes."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.consent import FORGET_CONFIRMED, FORGET_DECLINED
from civic.replies import Button, TurnResult


class OfferForgetting(Action):
    """Deleting cannot be undone, so it is asked first."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_offer_forgetting"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The question with yes and no."""
        buttons = (
            Button(title=turn.phrase("yes"), payload=FORGET_CONFIRMED),
            Button(title=turn.phrase("no"), payload=FORGET_DECLINED),
        )
        return TurnResult(replies=(turn.say("forget_question", buttons=buttons),))
