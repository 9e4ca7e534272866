"""A topic's card as a turn: the card itself, the city question when it matters, and what is remembered."""

from __future__ import annotations

from collections.abc import Sequence

from actions.turn import Turn
from civic.cards import answer_with
from civic.replies import Button, Effects, Kind, Reply, TurnResult


def answer_topic(turn: Turn, topic: str, *, city: str | None = None, next_topics: Sequence[str] = ()) -> TurnResult:
    """Answer with the card of `topic`, for `city` or the conversation's city.

    `next_topics`: what the message could have been about as well, kept for when this was not it.
    """
    city = city or turn.city
    replies = [answer_with(turn.content, topic, language=turn.language, city=city)]
    ask_city = city is None and not turn.context.asked_city and turn.content.differs_by_city(topic)
    if ask_city:
        replies.append(city_question(turn))
    if turn.content.topics[topic].sensitive:
        replies[0] = replies[0].model_copy(update={"buttons": (*replies[0].buttons, turn.person_button())})
    context = turn.context.model_copy(
        update={
            "last_topic": topic,
            "next_topics": tuple(next_topics),
            "asked_city": turn.context.asked_city or ask_city,
            "failures": 0,
        }
    )
    return TurnResult(replies=tuple(replies), effects=Effects(city=city, context=context))


def city_question(turn: Turn) -> Reply:
    """Ask where the resident lives, with a button per city."""
    buttons = tuple(
        Button(title=city.names.in_language(turn.language), payload=f'/choose_city{{"city":"{city.id}"}}')
        for city in turn.content.cities.values()
    )
    return turn.say("city_question", kind=Kind.TEXT, buttons=buttons)
