"""Tells admins, once until a message gets through again, that Meta refuses us all: only they can mend that."""

from __future__ import annotations

import logging
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gateway.delivery.notices import Trouble, notify_admins
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Delivery, DeliveryState
from gateway.whatsapp.outgoing import CHANNEL
from gateway.whatsapp.window import INVITE

logger = logging.getLogger(__name__)


class Refusal(StrEnum):
    """What is the matter, so that every message will meet it until someone changes the settings or the account."""

    TOKEN = "token"  # noqa: S105 (no secret)
    RIGHTS = "rights"
    ACCOUNT = "account"


CODES: dict[Refusal, frozenset[int]] = {
    Refusal.TOKEN: frozenset({0, 190}),
    Refusal.RIGHTS: frozenset({3, 10, *range(200, 300)}),
    Refusal.ACCOUNT: frozenset({368, 131031, 131042, 131045}),
}


def kind_of(code: int) -> Refusal:
    """What a code that concerns admins means."""
    return next(kind for kind, codes in CODES.items() if code in codes)


def concerns_admins(code: int | None) -> bool:
    """True for a code that only they can do something about."""
    return any(code in codes for codes in CODES.values())


def tell_admins(services: Services, code: int | None) -> None:
    """Announce it to admins and NOTIFY_URLS, once until a message gets through again; never raises."""
    try:
        with services.database.transaction() as session:
            last = session.scalar(select(func.max(Delivery.id)).where(_ours(), _SENT)) or 0
            notify_admins(session, Trouble.WHATSAPP_REFUSED, mark=f"{code}:{last}")
    except StoreUnavailable as error:
        logger.error("whatsapp refused code=%s, admins not told: %s", code, error)
    else:
        logger.error("whatsapp refused code=%s", code)


def refused_with(session: Session) -> int | None:
    """The code that Meta refused our last message with, if admins can mend it and none got through since."""
    last_sent = select(func.coalesce(func.max(Delivery.id), 0)).where(_ours(), _SENT).scalar_subquery()
    failed = select(Delivery.problem).where(_ours(), _FAILED, Delivery.id > last_sent).order_by(Delivery.id.desc())
    codes = (int(problem) for problem in session.scalars(failed.limit(20)) if problem and problem.isdigit())
    return next((code for code in codes if concerns_admins(code)), None)


_SENT = (Delivery.state == DeliveryState.SENT.value) & Delivery.provider_id.is_not(None)
_FAILED = Delivery.state == DeliveryState.FAILED.value


def _ours() -> ColumnElement[bool]:
    return Delivery.channel.in_((CHANNEL, INVITE))
