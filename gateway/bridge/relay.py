"""Words between resident and staff: kept as written, translated when needed, each told once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.owner import open_cases_of
from gateway.bridge.staff_words import tell_in_turn
from gateway.bridge.telling import city_of, reading_language, talking_language
from gateway.bridge.translating import give_up
from gateway.bridge.words import STAFF, ask_translation, keep_words
from gateway.delivery.notices import Event, notify
from gateway.services import Services
from gateway.store.schema import Case, CaseMessage, Conversation, StaffMember, TranslationState, Turn, now


def resident_says(
    session: Session,
    services: Services,
    conversation: Conversation,
    text: str,
    language: str,
    *,
    note: str | None = None,
) -> bool:
    """Add what the resident wrote to their open case, in the transaction that keeps the message itself.

    Staff's turn begins; True when there is an open case. `note`: the voice note in which they said it.
    """
    cases = open_cases_of(session, conversation.id)
    if not cases:
        return False
    case = cases[0]
    keep_words(session, case, text, language, note=note)
    if case.whose_turn == Turn.RESIDENT.value:
        case.whose_turn, case.touched_at = Turn.STAFF.value, now()
        notify(session, case, Event.NEW_MESSAGE)
    return True


def staff_says(
    session: Session,
    services: Services,
    case: Case,
    member: StaffMember,
    text: str,
    language: str,
    *,
    at: dt.datetime | None = None,
) -> CaseMessage:
    """A person's words to the resident: told at once in a language they read, else after translation.

    The turn goes to the resident. Without a translator they are told untranslated, with a notice.
    """
    target = reading_language(session, case)
    foreign = language != target
    message = _keep(
        session,
        case,
        member,
        text,
        language,
        translated_language=target if foreign else None,
        translation=(TranslationState.WAITING if foreign else TranslationState.NOT_NEEDED).value,
        at=at or now(),
    )
    if not foreign:
        tell_in_turn(session, services, message)
    elif services.settings.translator == "none":
        give_up(session, services, message.id)
    else:
        ask_translation(session, message)
    return message


def staff_says_phrase(
    session: Session, services: Services, case: Case, member: StaffMember, phrase: str
) -> CaseMessage:
    """A ready-made phrase to the resident: its own translation is at hand, so no engine is asked."""
    language = talking_language(session, case)
    dutch, text = services.content.phrase(phrase, SOURCE_LANGUAGE), services.content.phrase(phrase, language)
    foreign = language != SOURCE_LANGUAGE
    message = _keep(
        session,
        case,
        member,
        dutch,
        SOURCE_LANGUAGE,
        translated=text if foreign else None,
        translated_language=language if foreign else None,
        translation=(TranslationState.DONE if foreign else TranslationState.NOT_NEEDED).value,
    )
    tell_in_turn(session, services, message)
    return message


def staff_gives_card(session: Session, services: Services, case: Case, member: StaffMember, topic: str) -> CaseMessage:
    """The card of a topic to the resident, in their language and for their city; KeyError for an unknown topic."""
    title = services.content.said(topic, SOURCE_LANGUAGE, city_of(services, case)).wording.title
    message = _keep(session, case, member, title, SOURCE_LANGUAGE, topic=topic)
    tell_in_turn(session, services, message)
    return message


def _keep(session: Session, case: Case, member: StaffMember, text: str, language: str, **fields: Any) -> CaseMessage:
    """Keep what staff said in the case; the turn goes to the resident. `fields`: more columns of the message."""
    said = {"sender": STAFF, "staff_id": member.id, "original": text, "language": language, "at": now(), **fields}
    message = CaseMessage(case_id=case.id, **said)
    session.add(message)
    session.flush()
    case.whose_turn = Turn.RESIDENT.value
    return message
