"""The resident's yes to "do you live there?": remembers the city and the neighbourhood that a location hinted at."""

from __future__ import annotations

from dataclasses import replace

from civic.replies import Button, Kind, Reply
from civic.whereabouts import Guess
from gateway.conversation.bot import ask_bot
from gateway.conversation.handover import CITY, NEIGHBOURHOOD
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services

HERE = "/here_"
ELSEWHERE = "/here_not"


def ask_where(services: Services, guess: Guess | None, *, language: str, asked: str | None) -> Reply:
    """Ask whether the guess is right; without one, say that we do not know the place and ask for the city.

    asked: the step of a handover under way, whose own question is then answered with the same buttons.
    """
    content = services.content
    if guess is None:
        text = f"{content.phrase('city_unknown', language)} {content.phrase('city_question', language)}"
        return _reply(language, text, _cities(services, language, asked=asked))
    city = content.cities[guess.city].names.in_language(language)
    place = f"{guess.neighbourhood} ({city})" if guess.neighbourhood else city
    yes = Button(title=content.phrase("whatsapp_place_yes_button", language), payload=_yes(guess, asked))
    others = _cities(services, language, asked=asked, but=guess.city)
    nowhere = Button(title=content.phrase("whatsapp_place_no_button", language), payload=ELSEWHERE)
    text = content.phrase("whatsapp_place_question", language, place=place)
    return _reply(language, text, (yes, *others, *([nowhere] if not asked else [])))


def answer(services: Services, talk: Talk) -> Outcome | None:
    """Carry out the answer to that question; None for anything else."""
    if not talk.is_payload or not talk.text.startswith(HERE):
        return None
    if talk.text == ELSEWHERE:
        text = services.content.phrase("city_question", talk.language)
        return Outcome(replies=(_reply(talk.language, text, _cities(services, talk.language, asked=None)),))
    city, _, neighbourhood = talk.text.removeprefix(HERE).partition("_")
    context = {**talk.context, "neighbourhood": neighbourhood or None}
    chosen = replace(talk, text=_choose_city(city), city=city, context=context)
    outcome = ask_bot(services, chosen)
    return replace(outcome, city=city, context=outcome.context or context)


def _yes(guess: Guess, asked: str | None) -> str:
    if asked == "city":
        return f"{CITY}{guess.city}"
    if asked == "neighbourhood" and guess.neighbourhood:
        return f"{NEIGHBOURHOOD}{guess.neighbourhood}"
    return f"{HERE}{guess.city}" + (f"_{guess.neighbourhood}" if guess.neighbourhood else "")


def _cities(services: Services, language: str, *, asked: str | None, but: str | None = None) -> tuple[Button, ...]:
    return tuple(
        Button(
            title=city.names.in_language(language),
            payload=f"{CITY}{city.id}" if asked == "city" else _choose_city(city.id),
        )
        for city in services.content.cities.values()
        if city.id != but
    )


def _choose_city(city: str) -> str:
    return f'/choose_city{{"city":"{city}"}}'


def _reply(language: str, text: str, buttons: tuple[Button, ...]) -> Reply:
    return Reply(kind=Kind.TEXT, language=language, text=text, buttons=buttons)
