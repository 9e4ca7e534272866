"""The same races on PostgreSQL, where two really write at once; the address comes from TEST_DATABASE_URL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.bridge import life
from gateway.bridge.lists import cases_in
from gateway.bridge.relay import finish_translation
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.database import Database
from gateway.store.schema import Base, CaseState, StaffMember, now
from tests.gateway.bridge.conftest import Bridge, make_bridge, make_case
from tests.gateway.test_other_engines import address_of


@pytest.fixture
def bridge(settings: Settings, parts: Services) -> Iterator[Bridge]:
    """As the fixture of the same name, on an empty PostgreSQL database."""
    database = Database(address_of("TEST_DATABASE_URL"))
    Base.metadata.drop_all(database.engine)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    database.migrate()
    yield make_bridge(settings, dataclasses.replace(parts, database=database))
    database.engine.dispose()


def test_of_twenty_at_once_one_wins(bridge: Bridge, one: StaffMember, two: StaffMember) -> None:
    case = make_case(bridge)

    def attempt(number: int) -> bool:
        try:
            life.claim(bridge.parts, case.code, (one, two)[number % 2])
        except life.CaseTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert any(pool.map(attempt, range(20)))
    assert [what for _, what in bridge.events(case)].count("claimed") == 1
    assert len(bridge.told(case)) == 1


def test_two_workers_translate_and_mark_once(bridge: Bridge, one: StaffMember) -> None:
    case = make_case(bridge, language="tr")
    later = now() + dt.timedelta(hours=9)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: life.mark_overdue(bridge.parts, later), range(8))) == 1
    life.claim(bridge.parts, case.code, one)
    message = life.reply(bridge.parts, case.code, one, "Dag")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: finish_translation(bridge.parts, message.id), range(8)))
    assert [told["text"] for told in bridge.told(case)].count("[tr] Dag") == 1


def test_a_whole_life(bridge: Bridge, one: StaffMember, stranger: StaffMember) -> None:
    case = make_case(bridge)
    life.claim(bridge.parts, case.code, one)
    life.forward(bridge.parts, case.code, one, "south")
    bridge.says(case, "ja")
    life.claim(bridge.parts, case.code, stranger)
    life.close(bridge.parts, case.code, stranger, CaseState.RESOLVED, "Klaar")
    bridge.says(case, "nee")
    assert bridge.case(case.code).helped is False
    with bridge.parts.database.transaction() as session:
        assert [found.code for found in cases_in(session, stranger, "closed")] == [case.code]
