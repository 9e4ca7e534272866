"""Action: remember the city, and give the last answer again for it."""

from __future__ import annotations

from rasa_sdk import Action

from actions.answer import answer_topic, city_question
from actions.choices import topic_named_in
from actions.turn import Turn, one_turn
from civic.places import find_city, only_tells_city
from civic.replies import Effects, TurnResult
from civic.understanding.doubts import SURE_TOGETHER


class ChooseCity(Action):
    """By button (entity `city`) or by a name in the message."""

    def name(self) -> str:
        """Its name in the domain."""
        return "action_choose_city"

    @one_turn
    def run(self, turn: Turn) -> TurnResult:
        """Confirm the city; ask when the message names none that we know."""
        city = turn.entities.get("city") or find_city(turn.text, turn.content)
        tells_city = bool(turn.entities) or only_tells_city(turn.text, turn.content)
        asked = None if tells_city else topic_named_in(turn, at_least=SURE_TOGETHER)
        if asked is not None:  # "can I speak in the council of Genk?" asks more than it tells where someone lives
            return answer_topic(turn, asked, city=city)
        if city is None or city not in turn.content.cities:
            return TurnResult(replies=(turn.say("city_unknown"), city_question(turn)))
        if turn.last_topic is not None:
            return answer_topic(turn, turn.last_topic, city=city)
        name = turn.content.cities[city].names.in_language(turn.language)
        return TurnResult(replies=(turn.say("city_chosen", city=name),), effects=Effects(city=city))
