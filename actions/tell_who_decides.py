"""Action: say who decides and who does the work of the last answer."""

from __future__ import annotations

from rasa_sdk import Action

from actions.follow_up import executing_body, last_topic
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class TellWhoDecides(Action):
    """A follow-up on the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_who_decides"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """One body, or the two that differ."""
        topic = last_topic(turn)
        if topic is None:
            return turn.only("no_topic_yet")
        decides = turn.content.organisation(topic.decides, turn.city).names.in_language(turn.language)
        executes = executing_body(turn, topic).names.in_language(turn.language)
        if decides == executes:
            return turn.only("decides_same", decides=decides)
        return turn.only("decides_answer", decides=decides, executes=executes)
