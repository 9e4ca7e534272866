"""Action: say what to bring for the last answer."""

from __future__ import annotations

from rasa_sdk import Action

from actions.follow_up import executing_body, last_topic
from actions.turn import Turn, one_turn
from civic.replies import TurnResult


class TellWhatToBring(Action):
    """A follow-up on the last card."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_tell_what_to_bring"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """The list, or whom to ask for it."""
        topic = last_topic(turn)
        if topic is None:
            return turn.only("no_topic_yet")
        items = turn.content.said(topic.id, turn.language, turn.city).wording.bring
        if not items:
            return turn.only("bring_unknown", organisation=executing_body(turn, topic).names.in_language(turn.language))
        comma = "، " if turn.language == "ar" else ", "
        return turn.only("bring_answer", items=comma.join(items))
