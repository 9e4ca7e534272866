"""Finishes what waits to be told: translates it, or gives up for now; called by a worker, again and again."""

from __future__ import annotations

import logging

from sqlalchemy.orm import Session

from civic.translation.masked import translate_masked
from civic.translation.ports import TranslationUnavailable
from gateway.bridge.hold import lock
from gateway.bridge.staff_words import move_translation, tell_what_is_at_hand, tell_words
from gateway.bridge.words import STAFF
from gateway.services import Services
from gateway.store.schema import Case, CaseMessage, TranslationState

logger = logging.getLogger(__name__)


def finish_translation(services: Services, case_message_id: int) -> None:
    """Translate a message of a case and bring it on, once; called by a worker, again and again until it works.

    Words of staff that needed no translation and only waited for earlier ones are told as they are.
    Raises TranslationUnavailable when it is worth another try; staff's words are then told untranslated, with a
    notice, and told again in the resident's language when it works at last.
    """
    with services.database.transaction() as session:
        message = session.get(CaseMessage, case_message_id)
    if message is not None and message.translation == TranslationState.IN_TURN.value:
        _tell_now(services, message)
        return
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
            give_up(session, services, case_message_id)
        if services.settings.translator == "none":
            return
        raise
    with services.database.transaction() as session:
        lock(session, Case.id == message.case_id)
        _keep_translation(session, services, case_message_id, translated)


_FINAL = (TranslationState.DONE.value, TranslationState.NOT_NEEDED.value)


def _tell_now(services: Services, message: CaseMessage) -> None:
    done = TranslationState.NOT_NEEDED if message.translated is None else TranslationState.DONE
    with services.database.transaction() as session:
        lock(session, Case.id == message.case_id)
        if move_translation(session, message.id, TranslationState.IN_TURN, done):
            tell_what_is_at_hand(session, services, session.get_one(CaseMessage, message.id, populate_existing=True))


def _keep_translation(session: Session, services: Services, message_id: int, translated: str) -> None:
    """Write the translation and tell it; a second worker with the same message changes nothing."""
    late = move_translation(session, message_id, TranslationState.FAILED, TranslationState.DONE)
    if not late and not move_translation(session, message_id, TranslationState.WAITING, TranslationState.DONE):
        return
    message = session.get_one(CaseMessage, message_id, populate_existing=True)
    message.translated = translated
    if message.sender == STAFF and message.translated_language is not None:
        notice = "relay_translated_late" if late else "relay_translated"
        language = message.translated_language
        tell_words(session, services, message, translated, language, notice=notice, again=late)


def give_up(session: Session, services: Services, message_id: int) -> None:
    """No translation for now: staff's words go to the resident as they are, the first time it fails."""
    if not move_translation(session, message_id, TranslationState.WAITING, TranslationState.FAILED):
        return
    message = session.get_one(CaseMessage, message_id, populate_existing=True)
    if message.sender == STAFF:
        tell_words(session, services, message, message.original, message.language, notice="relay_untranslated")
