"""Action: say who decides and who does the work of the last answer."""

from __future__ import annotations

from rasa_sdk import Action

from actions.follow_up import about_last_topic, executing_body, name_of
from actions.turn import Turn, one_turn
from civic.content.model import Topic
from civic.replies import TurnResult


class TellWhoDecides(Action):
    """A follow-up on the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_who_decides"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """One body, or the two that differ."""
        return about_last_topic(turn, _answer)


def _answer(turn: Turn, topic: Topic) -> TurnResult:
    decides = name_of(turn, turn.content.organisation(topic.decides, turn.city))
    executes = name_of(turn, executing_body(turn, topic))
    if decides == executes:
        return turn.only("decides_same", decides=decides)
    return turn.only("decides_answer", decides=decides, executes=executes)
