"""Words between resident and staff: kept as written, translated when needed, each told once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.owner import open_cases_of
from gateway.bridge.staff_words import tell_in_turn
from gateway.bridge.telling import reading_language, talking_language
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
    message = CaseMessage(
        case_id=case.id,
        sender=STAFF,
        staff_id=member.id,
        original=text,
        language=language,
        translated_language=target if foreign else None,
        translation=(TranslationState.WAITING if foreign else TranslationState.NOT_NEEDED).value,
        at=at or now(),
    )
    session.add(message)
    session.flush()
    case.whose_turn = Turn.RESIDENT.value
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
    message = CaseMessage(
        case_id=case.id,
        sender=STAFF,
        staff_id=member.id,
        original=dutch,
        language=SOURCE_LANGUAGE,
        translated=text if foreign else None,
        translated_language=language if foreign else None,
        translation=(TranslationState.DONE if foreign else TranslationState.NOT_NEEDED).value,
        at=now(),
    )
    session.add(message)
    session.flush()
    case.whose_turn = Turn.RESIDENT.value
    tell_in_turn(session, services, message)
    return message


def staff_gives_card(session: Session, services: Services, case: Case, member: StaffMember, topic: str) -> CaseMessage:
    """The card of a topic to the resident, in their language and for their city; KeyError for an unknown topic."""
    city = case.city if case.city in services.content.cities else None
    message = CaseMessage(
        case_id=case.id,
        sender=STAFF,
        staff_id=member.id,
        original=services.content.said(topic, SOURCE_LANGUAGE, city).wording.title,
        language=SOURCE_LANGUAGE,
        topic=topic,
        at=now(),
    )
    session.add(message)
    session.flush()
    case.whose_turn = Turn.RESIDENT.value
    tell_in_turn(session, services, message)
    return message
