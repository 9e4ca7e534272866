"""Action: say what to bring for the last answer."""

from __future__ import annotations

from rasa_sdk import Action

from actions.follow_up import about_last_topic, executing_body, name_of
from actions.turn import Turn, one_turn
from civic.content.model import Topic
from civic.replies import TurnResult


class TellWhatToBring(Action):
    """A follow-up on the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_what_to_bring"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The list, or whom to ask for it."""
        return about_last_topic(turn, _answer)


def _answer(turn: Turn, topic: Topic) -> TurnResult:
    items = turn.content.said(topic.id, turn.language, turn.city).wording.bring
    if not items:
        return turn.only("bring_unknown", organisation=name_of(turn, executing_body(turn, topic)))
    comma = "، " if turn.language == "ar" else ", "
    return turn.only("bring_answer", items=comma.join(items))
