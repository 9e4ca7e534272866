"""What staff say reaches the resident: under their name, once, and in the order in which it was said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from civic.cards import answer_with
from civic.replies import Kind, Reply, direction_of
from gateway.bridge.telling import ask_if_helped, city_of, said_by, talking_language, tell
from gateway.bridge.words import STAFF, ask_translation, told_as
from gateway.services import Services
from gateway.store.schema import Case, CaseMessage, TranslationState

NOT_YET_TOLD = (TranslationState.WAITING.value, TranslationState.IN_TURN.value)


def tell_in_turn(session: Session, services: Services, message: CaseMessage) -> None:
    """Tell at once what needs no translation; after earlier words of staff, when those still wait for theirs."""
    before = (
        CaseMessage.case_id == message.case_id,
        CaseMessage.sender == STAFF,
        CaseMessage.id < message.id,
        CaseMessage.translation.in_(NOT_YET_TOLD),
    )
    if session.scalar(select(exists().where(*before))):
        message.translation = TranslationState.IN_TURN.value
        ask_translation(session, message)  # the worker takes what is to be told in a case in order
    else:
        tell_what_is_at_hand(session, services, message)


def tell_what_is_at_hand(session: Session, services: Services, message: CaseMessage) -> None:
    """Tell a card, a ready-made phrase, or words in the resident's own language."""
    if message.topic is not None:
        _tell_card(session, services, message, message.topic)
    elif message.translated is not None and message.translated_language is not None:
        tell_words(session, services, message, message.translated, message.translated_language)
    else:
        tell_words(session, services, message, message.original, message.language)


def tell_words(
    session: Session,
    services: Services,
    message: CaseMessage,
    text: str,
    language: str,
    *,
    notice: str | None = None,
    again: bool = False,
) -> None:
    """Bring a person's words to the resident, with who says it and, under a translation, what was written.

    notice: the phrase that goes with it. again: the same words were told before, without translation.
    """
    case = session.get_one(Case, message.case_id)
    ours = talking_language(session, case)
    reply = Reply(
        kind=Kind.TEXT,
        language=language,
        text=text,
        notice=services.content.phrase(notice, ours) if notice else None,
        private=True,
    )
    extra: dict[str, Any] = {"id": told_as(message, again=again), **said_by(session, case, message.staff_id)}
    if text != message.original:
        written = {"text": message.original, "language": message.language}
        extra["original"] = {**written, "direction": direction_of(message.language)}
    tell(session, services, case, reply, **extra)
    if case.closed_at == message.at and not again:
        ask_if_helped(session, services, case)


def move_translation(session: Session, message_id: int, old: TranslationState, new: TranslationState) -> bool:
    """Bring a message from one state to the next; False when somebody else did."""
    moved = session.execute(
        update(CaseMessage)
        .where(CaseMessage.id == message_id, CaseMessage.translation == old.value)
        .values(translation=new.value)
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(moved, "rowcount", 0))


def _tell_card(session: Session, services: Services, message: CaseMessage, topic: str) -> None:
    case = session.get_one(Case, message.case_id)
    language = talking_language(session, case)
    card = answer_with(services.content, topic, language=language, city=city_of(services, case))
    tell(session, services, case, card, id=told_as(message), **said_by(session, case, message.staff_id))
