"""The inbox on PostgreSQL: every page and every watch of it; the address comes from TEST_DATABASE_URL."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.inbox import live
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.schema import Case
from tests.engines import empty_postgresql
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.inbox.conftest import ARABIC, Desk, fail, make_staffed_bridge


@pytest.fixture
def bridge(settings: Settings, parts: Services) -> Iterator[Bridge]:
    """As the fixture of the same name, on an empty PostgreSQL database."""
    database = empty_postgresql()
    database.migrate()
    yield make_staffed_bridge(settings, dataclasses.replace(parts, database=database))
    database.engine.dispose()


def test_every_page_and_watch(bridge: Bridge, arabic: Case, one: Desk, stranger: Desk) -> None:
    fail(bridge, arabic)
    for name in ("new", "mine", "waiting", "overdue", "closed"):
        one.reads(f"/inbox?list={name}&language=ar&topic=bulky-waste&neighbourhood=Winterslag&channel=web")
    assert arabic.code in one.reads("/inbox")
    assert ARABIC in one.reads(f"/inbox/{arabic.code}")
    assert arabic.code in one.reads("/inbox/deliveries")
    assert stranger.browser.get(f"/inbox/{arabic.code}").status_code == 404
    with bridge.parts.database.transaction() as session:
        before = live.state_of(session, one.member, arabic.code)
    one.told(one.does(arabic, "claim"))
    with bridge.parts.database.transaction() as session:
        after = live.state_of(session, one.member, arabic.code)
    assert (before["case"], before["lists"]) != (after["case"], after["lists"])
    assert after["failed"] == 1


def test_of_two_browsers_at_once_one_wins(bridge: Bridge, one: Desk, two: Desk) -> None:
    cases = [make_case(bridge) for _ in range(6)]
    with ThreadPoolExecutor(2) as both:
        for case in cases:
            answers = list(both.map(lambda desk, case=case: desk.does(case, "claim"), (one, two)))
            assert sorted(answer.status_code for answer in answers) == [303, 409]
