"""Keeps all our processes together under the number of messages a second that Meta allows our number."""

from __future__ import annotations

import datetime as dt
import logging
import time
from functools import cache
from typing import Any

from limits import RateLimitItemPerSecond
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Float, and_, case, literal, or_
from sqlalchemy.orm import Session

from gateway.delivery.problems import PutOff
from gateway.services import Services
from gateway.store.inserting import dialect_of, insert_into
from gateway.store.schema import WhatsAppPace, now

logger = logging.getLogger(__name__)
# Longer than this no thread of the worker waits: it has other things to bring.
LONGEST_SECONDS = 2.0
# A turn so far ahead was written by a clock that was wrong.
NONSENSE_SECONDS = 3600.0
REDIS_SECONDS = 2
NAME = "whatsapp-messages"


def wait_for_turn(services: Services) -> None:
    """Come back when the next message may go: at once, or in at most two seconds. Raises PutOff, StoreUnavailable."""
    rate = services.settings.whatsapp_messages_per_second
    if services.settings.redis_url:
        try:
            return _wait_in_redis(services.settings.redis_url, rate)
        except StorageError as error:
            logger.warning("pace kept in the store: %s", type(error.__cause__ or error).__name__)
    with services.database.transaction() as session:
        seconds = reserve(session, rate, at=time.time())
    if seconds is None:
        raise _later()
    time.sleep(seconds)
    return None


def reserve(session: Session, rate: int, *, at: float) -> float | None:
    """Take the next free moment, in seconds after `at` (seconds since 1970); None when all soon ones are taken.

    Moments lie 1/rate seconds apart. One statement, so that no two processes get the same.
    """
    gap = 1 / rate
    begin: Any = literal(at, Float)
    ahead = and_(WhatsAppPace.free_at > at, WhatsAppPace.free_at < at + NONSENSE_SECONDS)
    taken = insert_into(WhatsAppPace, dialect=dialect_of(session)).values(id=1, free_at=at + gap)
    taken = taken.on_conflict_do_update(
        index_elements=[WhatsAppPace.id],
        set_={"free_at": case((ahead, WhatsAppPace.free_at), else_=begin) + gap},
        where=or_(WhatsAppPace.free_at < at + LONGEST_SECONDS, WhatsAppPace.free_at >= at + NONSENSE_SECONDS),
    )
    free_at = session.scalar(taken.returning(WhatsAppPace.free_at))
    return None if free_at is None else max(float(free_at) - gap - at, 0.0)


def _wait_in_redis(url: str, rate: int) -> None:
    limiter, item = _limiter(url), RateLimitItemPerSecond(rate)
    end = time.monotonic() + LONGEST_SECONDS
    while not limiter.hit(item, NAME):
        if time.monotonic() > end:
            raise _later()
        opens = limiter.get_window_stats(item, NAME).reset_time - time.time()
        time.sleep(min(max(opens, 1 / rate / 2), 1.0))


@cache
def _limiter(url: str) -> MovingWindowRateLimiter:
    storage = storage_from_string(
        url, wrap_exceptions=True, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    )
    return MovingWindowRateLimiter(storage)


def _later() -> PutOff:
    return PutOff("too many at once", until=now() + dt.timedelta(seconds=LONGEST_SECONDS))
