"""Action: offer a person, and say first what would be shared with whom."""

from __future__ import annotations

from rasa_sdk import Action

from actions.turn import Turn, one_turn
from civic.consent import offer
from civic.replies import TurnResult


class OfferPerson(Action):
    """The gateway takes it from the resident's yes on: names and numbers never pass through Rasa."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_offer_person"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The offer with a button to agree and one to decline."""
        return TurnResult(replies=(offer(turn.content, turn.language),))
