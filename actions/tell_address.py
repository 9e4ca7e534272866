"""Action: say where to go for the last answer."""

from __future__ import annotations

from rasa_sdk import Action

from actions.follow_up import tell_contact
from actions.turn import Turn, one_turn
from civic.content.model import ContactKind
from civic.replies import TurnResult


class TellAddress(Action):
    """A follow-up on the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_address"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The address, or whom to ask for it."""
        return tell_contact(turn, ContactKind.ADDRESS, said="address_answer", unknown="address_unknown")
