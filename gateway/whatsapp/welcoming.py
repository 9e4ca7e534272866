"""The first words to somebody new on WhatsApp: what not to write, how to stop, and a choice of languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civic.replies import Button, Kind, Reply
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.services import Services
from gateway.store.conversations import find_message, history, lock_conversation
from gateway.store.schema import Message, Owner
from gateway.whatsapp.ids import kept_id
from gateway.whatsapp.meeting import ID_LENGTH, Met, is_surely_in

LANGUAGE_CHOSEN = re.compile(r'/choose_language\{"language":"([a-z]{2})"\}')


def welcome(services: Services, met: Met) -> None:
    """Say it after the first answer, once a talk; it waits while there is an emergency or a person speaks."""
    with services.database.transaction() as session:
        talk = lock_conversation(session, met.conversation)
        if talk is None or talk.owner == Owner.PERSON.value:
            return
        name = kept_id(f"welcome:{talk.id}")[:ID_LENGTH]
        if find_message(session, name) is not None or _is_about_an_emergency(history(session, talk.id)):
            return
        body = message_body(_welcome(services, met, talk.language), services.audio)
        keep_for_resident(session, services, talk, {"id": name, **body})


def language_chosen(services: Services, payload: str) -> str | None:
    """The language that a button stands for, if it stands for one of ours."""
    found = LANGUAGE_CHOSEN.fullmatch(payload)
    return found[1] if found and found[1] in {each.tag for each in services.languages.ours} else None


def language_buttons(services: Services, *, but: str | None = None) -> tuple[Button, ...]:
    """A button for each of our languages, by its own name; `but`: the one that is spoken already."""
    return tuple(
        Button(title=each.name, payload=f'/choose_language{{"language":"{each.tag}"}}')
        for each in services.languages.ours
        if each.tag != but
    )


def _welcome(services: Services, met: Met, language: str) -> Reply:
    """Who wrote enough to tell their language reads only that; others are asked, in each."""
    content, is_sure = services.content, is_surely_in(services, met.received.text, language)
    text = content.phrase("whatsapp_welcome", language)
    if not is_sure:
        asked = [content.phrase("whatsapp_language_question", each.tag) for each in services.languages.ours]
        text = "\n".join(asked) + f"\n\n{text}"
    return Reply(
        kind=Kind.TEXT,
        language=language,
        text=text,
        buttons=language_buttons(services, but=language if is_sure else None),
    )


def _is_about_an_emergency(said: Sequence[Message]) -> bool:
    """True when the newest thing said is a number to call at once: nothing may stand below it."""
    return bool(said) and said[-1].body["kind"] == Kind.EMERGENCY.value
