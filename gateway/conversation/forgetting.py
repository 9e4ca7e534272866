"""Erases the talk, and what was said in its cases, when the resident confirms it."""

from __future__ import annotations

import logging
from functools import cache

from civic.agreement import read_sayings
from civic.consent import FORGET_CONFIRMED as CONFIRMED
from civic.consent import FORGET_DECLINED as DECLINED
from civic.language.normalise import normalise
from civic.replies import Button, Kind, Reply
from gateway.bridge.telling import phrase_reply
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.erasing import erase, find_resident, forget_sounds, has_words

logger = logging.getLogger(__name__)
RESIDENT = "resident"


def answer(services: Services, talk: Talk) -> Outcome | None:
    """Carry out the answer to "delete everything?", by button or typed; None for anything else."""
    asked = talk.pending.get("forget") == "asked"
    confirmed = _is(talk, CONFIRMED) or (asked and services.agreement.says_yes(talk.text))
    declined = _is(talk, DECLINED) or (asked and services.agreement.says_no(talk.text))
    if declined:
        return Outcome(replies=(_say(services, talk, "forget_kept"),), pending={})
    if not confirmed:
        return None
    codes = _erase(services, talk)
    return Outcome(replies=(_done(services, talk, codes),), forgotten=True)


def name_the_cases(services: Services, talk: Talk, outcome: Outcome) -> Outcome:
    """The outcome with its "delete everything?", if it asks that, about the cases that would be emptied too."""
    if not any(_asks(reply, talk) for reply in outcome.replies):
        return outcome
    try:
        with services.database.transaction() as session:
            resident = find_resident(session, talk.id)
            codes = has_words(session, resident) if resident else ()
    except StoreUnavailable as error:
        logger.error("forgetting asked without the cases: %s", error)
        return outcome
    if not codes:
        return outcome
    question = phrase_reply(services, talk.language, "forget_question_case", code=", ".join(codes))
    replies = tuple(
        question.model_copy(update={"kind": reply.kind, "buttons": reply.buttons}) if _asks(reply, talk) else reply
        for reply in outcome.replies
    )
    return Outcome(**{**vars(outcome), "replies": replies})


def ask_while_mute(services: Services, talk: Talk) -> Outcome | None:
    """Ask "delete everything?" without Rasa, while a person speaks; None when that is not what was said."""
    if talk.is_payload or not asks_to_forget(talk.text):
        return None
    question = _say(services, talk, "forget_question")
    yes, no = (services.content.phrase(key, talk.language) for key in ("yes", "no"))
    buttons = (Button(title=yes, payload=CONFIRMED), Button(title=no, payload=DECLINED))
    return Outcome(replies=(question.model_copy(update={"buttons": buttons}),), pending={"forget": "asked"})


def asks_to_forget(text: str) -> bool:
    """True for a plain "forget me", as in the examples that Rasa learns from."""
    return normalise(text) in _ways_to_ask()


@cache
def _ways_to_ask() -> frozenset[str]:
    return read_sayings("forget_me")


def _erase(services: Services, talk: Talk) -> tuple[str, ...]:
    """Erase everything; the codes of the cases that held something of the resident."""
    with services.database.transaction() as session:
        resident = find_resident(session, talk.id)
        if resident is None:  # wiped in another window just now
            return ()
        codes = has_words(session, resident)
        erased = erase(session, resident, by=RESIDENT)
    forget_sounds(services.audio, erased.said)
    return codes


def _done(services: Services, talk: Talk, codes: tuple[str, ...]) -> Reply:
    if not codes:
        return _say(services, talk, "forget_done")
    return phrase_reply(services, talk.language, "forget_done_case", code=", ".join(codes))


def _asks(reply: Reply, talk: Talk) -> bool:
    """True for our own words; what a machine translated stays as it is."""
    return reply.language == talk.language and any(button.payload == CONFIRMED for button in reply.buttons)


def _is(talk: Talk, payload: str) -> bool:
    return talk.is_payload and talk.text == payload


def _say(services: Services, talk: Talk, phrase: str) -> Reply:
    return Reply(kind=Kind.TEXT, language=talk.language, text=services.content.phrase(phrase, talk.language))
