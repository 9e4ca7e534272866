"""Deletes the talk when the resident confirms it."""

from __future__ import annotations

from civic.replies import Kind, Reply
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.conversations import wipe_conversation

CONFIRMED = "/forget_confirmed"
DECLINED = "/forget_declined"


def answer(services: Services, talk: Talk) -> Outcome | None:
    """Carry out the two buttons of the question "delete everything?"; None for anything else."""
    if not talk.is_payload or talk.text not in {CONFIRMED, DECLINED}:
        return None
    if talk.text == DECLINED:
        return Outcome(replies=(_say(services, talk, "forget_kept"),))
    with services.database.transaction() as session:
        wipe_conversation(session, talk.id)
    return Outcome(replies=(_say(services, talk, "forget_done"),), forgotten=True)


def _say(services: Services, talk: Talk, phrase: str) -> Reply:
    return Reply(kind=Kind.TEXT, language=talk.language, text=services.content.phrase(phrase, talk.language))
