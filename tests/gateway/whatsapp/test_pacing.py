"""No more messages a second than Meta allows our number, however many of us send."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.delivery.problems import PutOff
from gateway.services import Services
from gateway.store.database import Database
from gateway.store.schema import WhatsAppPace
from gateway.whatsapp import pacing
from gateway.whatsapp.pacing import LONGEST_SECONDS, reserve, wait_for_turn
from tests.engines import redis_address

AT = 1_764_100_000.0


def taken(database: Database, rate: int, *, at: float) -> float | None:
    with database.transaction() as session:
        return reserve(session, rate, at=at)


def test_moments_lie_apart_and_begin_anew_after_a_pause(parts: Services) -> None:
    waits = [taken(parts.database, 20, at=AT) for _ in range(4)]
    assert waits == pytest.approx([0.0, 0.05, 0.10, 0.15], abs=1e-5)
    assert taken(parts.database, 20, at=AT + 60) == 0.0


def test_nobody_waits_long_and_who_is_turned_away_takes_no_moment(parts: Services) -> None:
    waits = [taken(parts.database, 1, at=AT) for _ in range(50)]
    assert [wait for wait in waits if wait is not None] == pytest.approx([0.0, 1.0], abs=1e-5)
    assert taken(parts.database, 1, at=AT + 2) == pytest.approx(0.0, abs=1e-5)


def test_who_is_turned_away_comes_back_later(parts: Services) -> None:
    with parts.database.transaction() as session:
        session.add(WhatsAppPace(id=1, free_at=time.time() + LONGEST_SECONDS + 30))
    with pytest.raises(PutOff):
        wait_for_turn(parts)


def test_a_clock_that_was_years_ahead_does_not_silence_us_for_years(parts: Services) -> None:
    assert taken(parts.database, 20, at=AT + 10**8) == 0.0
    assert taken(parts.database, 20, at=AT) == 0.0
    assert taken(parts.database, 20, at=AT) == pytest.approx(0.05, abs=1e-5)


def test_two_gateways_share_one_pace(parts: Services) -> None:
    other = Database(parts.settings.database_url)
    databases = [parts.database, other] * 10
    with ThreadPoolExecutor(4) as pool:
        waits = list(pool.map(lambda database: taken(database, 100, at=AT), databases))
    assert sorted(wait for wait in waits if wait is not None) == pytest.approx(
        [number / 100 for number in range(20)], abs=1e-4
    )


def test_twenty_messages_at_forty_a_second_take_half_a_second(parts: Services) -> None:
    object.__setattr__(parts, "settings", parts.settings.model_copy(update={"whatsapp_messages_per_second": 40}))
    started = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: wait_for_turn(parts), range(20)))
    assert time.monotonic() - started >= 19 / 40 - 0.05


def test_when_redis_is_away_the_store_keeps_the_pace(parts: Services) -> None:
    changed = {"redis_url": "redis://127.0.0.1:1/0", "whatsapp_messages_per_second": 1}
    object.__setattr__(parts, "settings", parts.settings.model_copy(update=changed))
    wait_for_turn(parts)
    assert taken(parts.database, 1, at=time.time()) == pytest.approx(1.0, abs=0.5)


def test_redis_keeps_the_pace_of_all_processes(parts: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    url = redis_address()
    monkeypatch.setattr(pacing, "NAME", f"test-{uuid.uuid4().hex}")
    object.__setattr__(
        parts, "settings", parts.settings.model_copy(update={"redis_url": url, "whatsapp_messages_per_second": 10})
    )
    went: list[float] = []
    lock = threading.Lock()

    def go(_: int) -> None:
        wait_for_turn(parts)
        with lock:
            went.append(time.monotonic())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(go, range(20)))
    assert len(went) == 20
    assert all(later - earlier >= 0.9 for earlier, later in zip(sorted(went), sorted(went)[10:], strict=False))
