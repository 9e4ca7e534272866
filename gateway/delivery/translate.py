"""Finishes the translation of a relayed message: the relay translates and keeps it, here it is only tried again."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from civic.translation.ports import TranslationUnavailable
from gateway.bridge.translating import finish_translation
from gateway.delivery.problems import TryLater
from gateway.services import Services
from gateway.store.schema import CaseMessage, Delivery, TranslationState


def send(services: Services, delivery: Delivery) -> str | None:
    """`body` names the message: {"case_message_id": 12}. Once done, doing it again changes nothing."""
    try:
        finish_translation(services, int(delivery.body["case_message_id"]))
    except TranslationUnavailable as error:
        raise TryLater("no translation") from error
    return None


def gone_wrong(session: Session, delivery: Delivery) -> None:
    """Say on the message that there will be no translation."""
    waiting = update(CaseMessage).where(
        CaseMessage.id == int(delivery.body["case_message_id"]),
        CaseMessage.translation == TranslationState.WAITING.value,
    )
    session.execute(waiting.values(translation=TranslationState.FAILED.value))
