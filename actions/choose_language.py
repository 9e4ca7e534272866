"""Action: go on in another language, and say the last answer again in it."""

from __future__ import annotations

import dataclasses

from rasa_sdk import Action

from actions.answer import answer_topic
from actions.turn import Turn, one_turn
from civic.content.model import LANGUAGES
from civic.languages import find_language_name
from civic.replies import TurnResult


class ChooseLanguage(Action):
    """By button (entity `language`) or by the name of a language in the message."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_choose_language"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Confirm in the chosen language; a message that names none is taken as the language it is written in."""
        wanted = turn.entities.get("language") or find_language_name(turn.text) or turn.language
        language = wanted if wanted in LANGUAGES else turn.language
        turn = dataclasses.replace(turn, language=language)
        result = turn.only("language_chosen")
        if turn.last_topic is not None:
            answer = answer_topic(turn, turn.last_topic)
            result = TurnResult(replies=(*result.replies, *answer.replies), effects=answer.effects)
        return result.model_copy(update={"effects": result.effects.model_copy(update={"language": language})})
