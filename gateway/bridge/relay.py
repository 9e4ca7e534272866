"""Words between resident and staff: kept as written, translated when needed, each told once."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from civic.content.model import SOURCE_LANGUAGE
from civic.replies import Kind, Reply, direction_of
from civic.translation.masked import translate_masked
from civic.translation.ports import TranslationUnavailable
from gateway.bridge.hold import lock
from gateway.bridge.owner import open_cases_of
from gateway.bridge.telling import (
    ask_if_helped,
    reading_language,
    said_by,
    say_to_resident,
    talking_language,
    tell,
)
from gateway.bridge.words import STAFF, ask_translation, keep_words, told_as
from gateway.delivery.notices import Event, notify
from gateway.services import Services
from gateway.store.schema import Case, CaseMessage, Conversation, StaffMember, TranslationState, Turn, now

logger = logging.getLogger(__name__)
LATE = "relay_translated_late"
__all__ = ["finish_translation", "resident_says", "say_to_resident", "staff_says", "staff_says_phrase"]


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
        _tell_words(session, services, message, text, language)
    elif services.settings.translator == "none":
        _give_up(session, services, message.id)
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
    _tell_words(session, services, message, text, language)
    return message


def finish_translation(services: Services, case_message_id: int) -> None:
    """Translate a message of a case and bring it on, once; called by a worker, again and again until it works.

    Raises TranslationUnavailable when it is worth another try; staff's words are then told untranslated, with a
    notice, and told again in the resident's language when it works at last.
    """
    with services.database.transaction() as session:
        message = session.get(CaseMessage, case_message_id)
    if message is None or message.translated_language is None or message.translation in _FINAL:
        return
    try:
        translated = translate_masked(
            services.translator, message.original, source=message.language, target=message.translated_language
        )
    except TranslationUnavailable as error:
        logger.warning("message=%s not translated: %s", case_message_id, error)
        with services.database.transaction() as session:
            lock(session, Case.id == message.case_id)
            _give_up(session, services, case_message_id)
        if services.settings.translator == "none":
            return
        raise
    with services.database.transaction() as session:
        lock(session, Case.id == message.case_id)
        _keep_translation(session, services, case_message_id, translated)


_FINAL = (TranslationState.DONE.value, TranslationState.NOT_NEEDED.value)


def _keep_translation(session: Session, services: Services, message_id: int, translated: str) -> None:
    """Write the translation and tell it; a second worker with the same message changes nothing."""
    late = _moved(session, message_id, TranslationState.FAILED, TranslationState.DONE)
    if not late and not _moved(session, message_id, TranslationState.WAITING, TranslationState.DONE):
        return
    message = session.get_one(CaseMessage, message_id, populate_existing=True)
    message.translated = translated
    if message.sender == STAFF and message.translated_language is not None:
        notice = LATE if late else "relay_translated"
        _tell_words(session, services, message, translated, message.translated_language, notice=notice)


def _give_up(session: Session, services: Services, message_id: int) -> None:
    """No translation for now: staff's words go to the resident as they are, the first time it fails."""
    if not _moved(session, message_id, TranslationState.WAITING, TranslationState.FAILED):
        return
    message = session.get_one(CaseMessage, message_id, populate_existing=True)
    if message.sender == STAFF:
        _tell_words(session, services, message, message.original, message.language, notice="relay_untranslated")


def _moved(session: Session, message_id: int, old: TranslationState, new: TranslationState) -> bool:
    moved = session.execute(
        update(CaseMessage)
        .where(CaseMessage.id == message_id, CaseMessage.translation == old.value)
        .values(translation=new.value)
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(moved, "rowcount", 0))


def _tell_words(
    session: Session, services: Services, message: CaseMessage, text: str, language: str, *, notice: str | None = None
) -> None:
    """Bring a person's words to the resident, with who says it and, under a translation, what was written."""
    case = session.get_one(Case, message.case_id)
    ours = talking_language(session, case)
    reply = Reply(
        kind=Kind.TEXT,
        language=language,
        text=text,
        notice=services.content.phrase(notice, ours) if notice else None,
        private=True,
    )
    late = notice == LATE
    extra: dict[str, Any] = {"id": told_as(message, again=late), **said_by(session, case, message.staff_id)}
    if text != message.original:
        written = {"text": message.original, "language": message.language}
        extra["original"] = {**written, "direction": direction_of(message.language)}
    tell(session, services, case, reply, **extra)
    if case.closed_at == message.at and not late:
        ask_if_helped(session, services, case)
