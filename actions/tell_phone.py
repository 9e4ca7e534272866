"""Action: give the phone number that belongs to the last answer."""

from __future__ import annotations

from rasa_sdk import Action

from actions.follow_up import tell_contact
from actions.turn import Turn, one_turn
from civic.content.model import ContactKind
from civic.replies import TurnResult


class TellPhone(Action):
    """A follow-up on the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_phone"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The number, or whom to ask for it."""
        return tell_contact(turn, ContactKind.PHONE, said="phone_answer", unknown="phone_unknown")
