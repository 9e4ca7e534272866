"""Deletes the talk when the resident confirms it."""

from __future__ import annotations

from civic.consent import FORGET_CONFIRMED as CONFIRMED
from civic.consent import FORGET_DECLINED as DECLINED
from civic.replies import Kind, Reply
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.conversations import wipe_conversation


def answer(services: Services, talk: Talk) -> Outcome | None:
    """Carry out the answer to "delete everything?", by button or typed; None for anything else."""
    asked = talk.pending.get("forget") == "asked"
    confirmed = _is(talk, CONFIRMED) or (asked and services.agreement.says_yes(talk.text))
    declined = _is(talk, DECLINED) or (asked and services.agreement.says_no(talk.text))
    if declined:
        return Outcome(replies=(_say(services, talk, "forget_kept"),), pending={})
    if not confirmed:
        return None
    with services.database.transaction() as session:
        wipe_conversation(session, talk.id)
    return Outcome(replies=(_say(services, talk, "forget_done"),), forgotten=True)


def _is(talk: Talk, payload: str) -> bool:
    return talk.is_payload and talk.text == payload


def _say(services: Services, talk: Talk, phrase: str) -> Reply:
    return Reply(kind=Kind.TEXT, language=talk.language, text=services.content.phrase(phrase, talk.language))
