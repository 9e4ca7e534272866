"""Action: say whether the last answer is the city's job."""

from __future__ import annotations

from rasa_sdk import Action

from actions.follow_up import about_last_topic, executing_body, name_of
from actions.turn import Turn, one_turn
from civic.content.model import Level, Topic
from civic.replies import TurnResult


class TellIfCity(Action):
    """A follow-up on the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_if_city"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Yes or no, with the body it is."""
        return about_last_topic(turn, _answer)


def _answer(turn: Turn, topic: Topic) -> TurnResult:
    body = executing_body(turn, topic)
    phrase = "city_yes" if body.level is Level.CITY else "city_no"
    return turn.only(phrase, organisation=name_of(turn, body))
