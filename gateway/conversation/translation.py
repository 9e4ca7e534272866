"""Questions in a language we do not write: offer machine translation, and give it when the resident agrees."""

from __future__ import annotations

import logging
from collections.abc import Callable

from civic.content.model import SOURCE_LANGUAGE
from civic.language.normalise import normalise
from civic.languages import OtherLanguage
from civic.replies import Button, Kind, Reply
from civic.translation.masked import translate_masked
from civic.translation.ports import TranslationUnavailable
from gateway.clients.rasa import RasaUnavailable
from gateway.conversation.bot import apology, ask_rasa
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services

logger = logging.getLogger(__name__)
AGREED = "/translate_yes"
DECLINED = "/translate_no"


def answer(services: Services, talk: Talk) -> Outcome | None:
    """Offer translation for a foreign message, or carry out the choice; None for messages in our languages."""
    agreed = talk.context.get("translate")
    choice = _choice(services, talk)
    if choice is not None:
        return _chosen(services, talk, agreed=choice)
    if talk.is_payload:
        going_on = services.languages.other(agreed) if agreed else None
        return _translate(services, talk, going_on, talk.text) if going_on else None
    other = services.languages.other(talk.foreign) if talk.foreign else None
    if other is None:
        return None
    return _translate(services, talk, other, talk.text) if agreed == other.tag else _offer(talk, other)


def _offer(talk: Talk, other: OtherLanguage) -> Outcome:
    buttons = (Button(title=other.yes, payload=AGREED), Button(title=other.no, payload=DECLINED))
    reply = Reply(kind=Kind.TEXT, language=other.tag, text=other.offer, buttons=buttons)
    return Outcome(replies=(reply,), pending={"translate": other.tag, "text": talk.text})


def _choice(services: Services, talk: Talk) -> bool | None:
    """Whether the offer is taken: by button, or typed in that language or one of ours; None when it is no answer."""
    if talk.is_payload and talk.text in {AGREED, DECLINED}:
        return talk.text == AGREED
    other = services.languages.other(str(talk.pending.get("translate")))
    if other is None or talk.is_payload:
        return None
    said = normalise(talk.text)
    if services.agreement.says_yes(talk.text) or said in {normalise(other.yes), normalise(other.yes).split()[0]}:
        return True
    if services.agreement.says_no(talk.text) or said in {normalise(other.no), normalise(other.no).split()[0]}:
        return False
    return None


def _chosen(services: Services, talk: Talk, *, agreed: bool) -> Outcome:
    other = services.languages.other(str(talk.pending.get("translate")))
    question = talk.pending.get("text")
    if not agreed or other is None or not question:
        text = services.content.phrase("declined", talk.language)
        return Outcome(replies=(Reply(kind=Kind.TEXT, language=talk.language, text=text),), pending={})
    return _translate(services, talk, other, str(question))


def _translate(services: Services, talk: Talk, other: OtherLanguage, question: str) -> Outcome:
    """Question to Dutch, Dutch to the bot, the bot's words back; the Dutch stays beside the translation."""
    try:
        result = ask_rasa(
            services, talk, _in_dutch(services, talk, other, question), extra={"language": SOURCE_LANGUAGE}
        )
        replies = tuple(_turned(services, reply, other) for reply in result.replies)
    except TranslationUnavailable as error:
        logger.warning("translation unavailable: %s", error)
        return _down(other)
    except RasaUnavailable as error:
        logger.error("translated question not answered by rasa: %s", error)
        return apology(services, talk)
    context = result.effects.context.model_dump() if result.effects.context else dict(talk.context)
    return Outcome(replies=replies, city=result.effects.city, context={**context, "translate": other.tag}, pending={})


def _in_dutch(services: Services, talk: Talk, other: OtherLanguage, question: str) -> str:
    """What Rasa is asked: an offered button as it is, words in Dutch and never as a command."""
    if talk.is_payload and question == talk.text:
        return question
    dutch = translate_masked(services.translator, question, source=other.tag, target=SOURCE_LANGUAGE)
    return dutch.lstrip("/\\ ") or "?"


def _turned(services: Services, reply: Reply, other: OtherLanguage) -> Reply:
    def turn(text: str) -> str:
        return translate_masked(services.translator, text, source=SOURCE_LANGUAGE, target=other.tag)

    card = reply.card
    if card is not None:
        card = {
            **card,
            "title": turn(card["title"]),
            "text": turn(card["text"]),
            "steps": [turn(step) for step in card["steps"]],
            "confusion": turn(card["confusion"]),
            "language": other.tag,
            "words": [],  # they are of the Dutch text
            "dutch": {"title": card["title"], "text": card["text"]},
        }
    return reply.model_copy(
        update={
            "language": other.tag,
            "text": turn(reply.text),
            "card": card,
            "buttons": tuple(_turned_button(button, turn) for button in reply.buttons),
            "notice": other.machine_notice,
        }
    )


def _turned_button(button: Button, turn: Callable[[str], str]) -> Button:
    """A city's name is a name in every language."""
    return (
        button if button.payload.startswith("/choose_city") else button.model_copy(update={"title": turn(button.title)})
    )


def _down(other: OtherLanguage) -> Outcome:
    return Outcome(replies=(Reply(kind=Kind.NOTICE, language=other.tag, text=other.down),), pending={})
