"""Asks Rasa, and says sorry with a way to a person when it cannot answer."""

from __future__ import annotations

import logging
from typing import Any

from civic import consent
from civic.cards import answer_with
from civic.replies import Context, Kind, Reply, TurnResult
from civic.understanding.corrections import what_is_meant
from gateway.clients.rasa import RasaUnavailable
from gateway.conversation import case_status
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services

logger = logging.getLogger(__name__)


def ask_bot(services: Services, talk: Talk) -> Outcome:
    """The bot's answer to this message; when Rasa fails, an apology and the offer of a person."""
    try:
        meant = _meant_instead(talk)
        corrected = {"corrected": True} if meant else {}
        result = ask_rasa(services, talk, meant or _as_message(talk), extra=corrected)
    except RasaUnavailable as error:
        logger.error("conversation answered without rasa: %s", error)
        return _picked_card(services, talk) or apology(services, talk)
    if result.effects.case_status:
        own = case_status.own_case(services, talk)
        if own is not None:
            return own
    return outcome_of(result)


def ask_rasa(services: Services, talk: Talk, text: str, *, extra: dict[str, Any] | None = None) -> TurnResult:
    """What Rasa makes of `text` in this conversation; raises RasaUnavailable."""
    known = {"language": talk.language, "city": talk.city, "context": talk.context, **(extra or {})}
    return services.rasa.ask(text, conversation=talk.id, known=known)


def outcome_of(result: TurnResult) -> Outcome:
    """A turn's result as what changes in the store."""
    effects = result.effects
    return Outcome(
        replies=result.replies,
        language=effects.language,
        city=effects.city,
        context=effects.context.model_dump() if effects.context else None,
        pending=_asked(result),
    )


def _asked(result: TurnResult) -> dict[str, str]:
    """What the bot now waits for, told by the buttons it offers, so that a typed yes or no is understood too."""
    payloads = {button.payload for reply in result.replies for button in reply.buttons}
    if consent.AGREE in payloads:
        return {"handover": "offered"}
    if consent.FORGET_CONFIRMED in payloads:
        return {"forget": "asked"}
    return {}


def _picked_card(services: Services, talk: Talk) -> Outcome | None:
    """The card of a topic that was tapped, not typed: nothing about it needs to be understood."""
    topic = talk.text.removeprefix("/")
    if not talk.is_payload or topic not in services.content.topics:
        return None
    reply = answer_with(services.content, topic, language=talk.language, city=talk.city)
    context = Context.model_validate(talk.context).model_copy(update={"last_topic": topic})
    return Outcome(replies=(reply,), context=context.model_dump())


def apology(services: Services, talk: Talk) -> Outcome:
    """Sorry, with the offer of a person that works without Rasa."""
    sorry = Reply(kind=Kind.NOTICE, language=talk.language, text=services.content.phrase("apology", talk.language))
    offer = consent.offer(services.content, talk.language, phrase="bot_down_offer")
    return Outcome(replies=(sorry, offer), pending={"handover": "offered"})


def _meant_instead(talk: Talk) -> str | None:
    """What the resident means instead of the last answer's topic; None when nothing is corrected."""
    has_answer = bool(talk.context.get("last_topic")) and not talk.is_payload
    return what_is_meant(talk.text) if has_answer else None


def _as_message(talk: Talk) -> str:
    """What Rasa may read: a leading slash means a command there, so only an offered button keeps it."""
    return talk.text if talk.is_payload else talk.text.lstrip("/\\ ") or "?"
