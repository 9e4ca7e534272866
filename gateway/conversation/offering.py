"""The offer of a person, made exact: which team would see what was said; or that a person has the question already."""

from __future__ import annotations

import logging

from civic.consent import AGREE
from civic.replies import Reply
from gateway.bridge.owner import open_cases_of
from gateway.bridge.routing import Asked, choose_team
from gateway.bridge.telling import phrase_reply
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Owner

logger = logging.getLogger(__name__)


def name_the_team(services: Services, talk: Talk, outcome: Outcome) -> Outcome:
    """The outcome with its offer, if it holds one, about the team that would get the case."""
    offers = [reply for reply in outcome.replies if _is_offer(reply, talk)]
    if not offers:
        return outcome
    try:
        if talk.owner is not Owner.BOT:
            return _has_person_already(services, talk, outcome)
        text = _text(services, talk)
    except StoreUnavailable as error:
        logger.error("offer without a team: %s", error)
        return outcome
    if text is None:
        return outcome
    named = tuple(
        reply.model_copy(update={"text": text, "spoken": None}) if _is_offer(reply, talk) else reply
        for reply in outcome.replies
    )
    return Outcome(**{**vars(outcome), "replies": named})


def _text(services: Services, talk: Talk) -> str | None:
    asked = Asked(language=talk.language, city=talk.city, topic=talk.context.get("last_topic"))
    with services.database.transaction() as session:
        team = choose_team(session, services.content, asked).team
    return services.content.phrase("offer_team", talk.language, team=team.name) if team else None


def _has_person_already(services: Services, talk: Talk, outcome: Outcome) -> Outcome:
    with services.database.transaction() as session:
        cases = open_cases_of(session, talk.id)
    if not cases:
        return outcome
    told = phrase_reply(services, talk.language, "case_already_open", code=cases[0].code)
    replies = tuple(told if _is_offer(reply, talk) else reply for reply in outcome.replies)
    return Outcome(**{**vars(outcome), "replies": replies, "pending": {}})


def _is_offer(reply: Reply, talk: Talk) -> bool:
    """True for our own words; what a machine translated stays as it is."""
    return reply.language == talk.language and any(button.payload == AGREE for button in reply.buttons)
