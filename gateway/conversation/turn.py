"""Takes one message of a resident to its replies. Order matters: emergencies first, whatever else is broken."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from civic.case_codes import without_code
from civic.emergencies import Emergency, find_emergency
from civic.language.detect import Detection
from civic.language.normalise import clean
from civic.replies import Kind, Reply
from gateway.bridge.relay import resident_says
from gateway.conversation import (
    beside_person,
    case_status,
    consents,
    continuing,
    forgetting,
    glossary,
    handover,
    offering,
    translation,
    whereabouts,
)
from gateway.conversation.asides import is_aside
from gateway.conversation.bot import ask_bot
from gateway.conversation.incoming import Incoming as Incoming
from gateway.conversation.incoming import first_language
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.conversation.once import Before, find_before
from gateway.conversation.state import Outcome, Talk
from gateway.errors import EmptyMessage, TooLong
from gateway.services import Services
from gateway.store.conversations import (
    has_said_something,
    lock_conversation,
    record_resident,
    start_conversation,
    title_of_payload,
)
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Conversation, Owner

logger = logging.getLogger(__name__)
TEXT_LIMIT = 2000
# The page's script knows these ids: they are not in the history.
FORGOTTEN_ID = "forgotten"
UNKEPT = "unkept-"
# Asked in this order; the first step that answers ends the turn.
ABOUT_CASES = (consents.forwarding, consents.helped, continuing.answer, case_status.answer)
ABOUT_US = (whereabouts.answer, translation.answer, glossary.answer)
STEPS = (forgetting.answer, handover.answer, *ABOUT_CASES, *ABOUT_US, ask_bot)
# While a person speaks, the bot is mute; these are about the case itself.
STEPS_BESIDE_PERSON = (forgetting.answer, forgetting.ask_while_mute, *ABOUT_CASES, beside_person.answer)
# What the bot may still say when a person took over while it was thinking.
ALWAYS_SAID = frozenset({Kind.EMERGENCY, Kind.HANDOVER, Kind.NOTICE})


def take_turn(services: Services, incoming: Incoming) -> dict[str, Any]:
    """The answer of the chat contract: conversation, language, city, owner and the new messages.

    Raises EmptyMessage, TooLong, Unavailable (it came before and is being answered), and StoreUnavailable (never for
    an emergency).
    """
    if len(incoming.text) > TEXT_LIMIT:
        raise TooLong(language=incoming.language)
    text = clean(incoming.text)
    if not text:
        raise EmptyMessage(language=incoming.language)
    text = f"/{incoming.topic}" if incoming.topic else text
    emergency = find_emergency(text, services.emergencies)
    try:
        before = find_before(services, incoming)
        if before is not None and before.answer is not None:
            return before.answer
        talk = _begin(services, incoming, text, before)
    except StoreUnavailable:
        answer = emergency_answer(services, incoming)
        if answer is None:
            raise
        logger.error("emergency answered without the database")
        return answer
    outcome = _answer(services, talk, emergency)
    return _finish(services, talk, outcome)


def _begin(services: Services, incoming: Incoming, text: str, before: Before | None) -> Talk:
    """Find or start the conversation, keep the message, and commit: nothing said is lost by what comes next.

    `before`: the message is kept already, and was never answered.
    """
    if before is not None:
        incoming = replace(incoming, conversation=before.conversation)
    with services.database.transaction() as session:
        conversation, lost = _conversation(session, services, incoming, text)
        said_before = has_said_something(session, conversation.id, but=incoming.message)
        is_payload = incoming.topic is not None or text in conversation.offered
        words = "" if is_payload else without_code(text).strip()
        detected = services.detector.detect(words, current=conversation.language) if words else None
        if detected and incoming.language is None and detected.certain and detected.language in services.content.texts:
            conversation.language = detected.language
        typed = handover.without_number(text, conversation.pending)
        shown = _words_of_button(services, session, conversation, incoming, text) if is_payload else typed
        aside = is_aside(services, session, conversation, text, is_payload=is_payload)
        if before is None:
            record_resident(
                session,
                conversation,
                shown,
                language=incoming.written_in or conversation.language,
                aside=aside,
                message_id=incoming.message,
                spoken=incoming.spoken,
                note=incoming.note,
            )
        if before is None and not aside and conversation.owner != Owner.BOT.value:
            language = incoming.written_in or _words_language(conversation, detected)
            resident_says(session, services, conversation, shown, language, note=incoming.note)
        return Talk(
            id=conversation.id,
            text=text,
            language=conversation.language,
            city=conversation.city,
            owner=Owner(conversation.owner),
            context=dict(conversation.context),
            pending=dict(conversation.pending),
            is_payload=is_payload,
            foreign=detected.language
            if detected and detected.certain and detected.language not in services.content.texts
            else None,
            lost_before=lost,
            channel=conversation.channel,
            is_first=not said_before,
        )


def _words_of_button(
    services: Services, session: Session, conversation: Conversation, incoming: Incoming, payload: str
) -> str:
    if incoming.topic is None:
        return title_of_payload(session, conversation, payload)
    return services.content.said(incoming.topic, conversation.language, conversation.city).wording.title


def _words_language(conversation: Conversation, detected: Detection | None) -> str:
    """What a message is written in: as far as sure, else the language of the talk."""
    return detected.language if detected and detected.certain else conversation.language


def _conversation(session: Session, services: Services, incoming: Incoming, text: str) -> tuple[Conversation, bool]:
    known = lock_conversation(session, incoming.conversation)
    lost = incoming.conversation is not None and known is None
    if known is None:
        language = incoming.language or first_language(services, text, hint=incoming.page_language)
        known = start_conversation(session, language=language, city=incoming.city)
    if incoming.language:
        known.language = incoming.language
    if incoming.city:
        known.city = incoming.city
    return known, lost


def _answer(services: Services, talk: Talk, emergency: Emergency | None) -> Outcome:
    if emergency is not None:
        return Outcome(replies=(_emergency_reply(services, talk.language, emergency),))
    for step in STEPS_BESIDE_PERSON if talk.owner is Owner.PERSON else STEPS:
        outcome = step(services, talk)
        if outcome is not None:
            return forgetting.name_the_cases(services, talk, offering.name_the_team(services, talk, outcome))
    raise AssertionError("the bot always answers")


def _finish(services: Services, talk: Talk, outcome: Outcome) -> dict[str, Any]:
    if outcome.forgotten:
        told = [{"id": FORGOTTEN_ID, **message_body(reply, services.audio)} for reply in outcome.replies]
        return _result(talk.id, talk.language, None, Owner.BOT.value, told)
    replies = outcome.replies
    if talk.lost_before:
        lost = services.content.phrase("conversation_lost", talk.language)
        replies = (Reply(kind=Kind.NOTICE, language=talk.language, text=lost), *replies)
    bodies = [message_body(reply, services.audio) for reply in replies]
    kept = list(outcome.kept)
    with services.database.transaction() as session:
        conversation = lock_conversation(session, talk.id)
        if conversation is None:  # wiped while we were answering: nothing may be kept
            return _result(talk.id, talk.language, talk.city, Owner.BOT.value, kept + _with_ids(bodies))
        if conversation.owner == Owner.PERSON.value and talk.owner is not Owner.PERSON:
            bodies = [body for body in bodies if body["kind"] in ALWAYS_SAID]
        for name in ("language", "city", "context", "pending"):
            value = getattr(outcome, name)
            if value is not None:
                setattr(conversation, name, value)
        messages = kept + [keep_for_resident(session, services, conversation, body) for body in bodies]
        return _result(conversation.id, conversation.language, conversation.city, conversation.owner, messages)


def _emergency_reply(services: Services, language: str, emergency: Emergency) -> Reply:
    text = services.content.phrase(f"emergency_{emergency.kind.value}", language)
    return Reply(kind=Kind.EMERGENCY, language=language, text=text, numbers=emergency.numbers)


def emergency_answer(services: Services, incoming: Incoming) -> dict[str, Any] | None:
    """The answer to an emergency without touching the store; None when the message is none."""
    text = clean(incoming.text[:TEXT_LIMIT])
    emergency = find_emergency(text, services.emergencies)
    if emergency is None:
        return None
    language = incoming.language or first_language(services, text, hint=incoming.page_language)
    body = message_body(_emergency_reply(services, language, emergency), services.audio)
    return _result(incoming.conversation, language, incoming.city, Owner.BOT.value, _with_ids([body]))


def _with_ids(bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Messages that are shown but not kept need ids as well."""
    return [{"id": f"{UNKEPT}{uuid.uuid4().hex}", **body} for body in bodies]


def _result(
    conversation: str | None, language: str, city: str | None, owner: str, messages: list[dict[str, Any]]
) -> dict[str, Any]:
    return {"conversation": conversation, "language": language, "city": city, "owner": owner, "messages": messages}
