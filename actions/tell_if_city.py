"""Action: say whether the last answer is the city's job."""

from __future__ import annotations

from rasa_sdk import Action

from actions.follow_up import executing_body, last_topic
from actions.turn import Turn, one_turn
from civic.content.model import Level
from civic.replies import TurnResult


class TellIfCity(Action):
    """A follow-up on the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_if_city"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Yes or no, with the body it is."""
        topic = last_topic(turn)
        if topic is None:
            return turn.only("no_topic_yet")
        body = executing_body(turn, topic)
        phrase = "city_yes" if body.level is Level.CITY else "city_no"
        return turn.only(phrase, organisation=body.names.in_language(turn.language))
