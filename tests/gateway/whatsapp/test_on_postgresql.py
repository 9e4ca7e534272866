"""WhatsApp on PostgreSQL, whose locks and types differ; its address comes from TEST_DATABASE_URL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.store.database import Database
from gateway.store.erasing import erase, find_resident
from gateway.store.retention import forget_old
from gateway.store.schema import Delivery, WhatsAppContact, WhatsAppStatus, now
from gateway.whatsapp import window
from gateway.whatsapp.arriving import keep_reports
from gateway.whatsapp.pacing import reserve
from gateway.whatsapp.received import Report
from tests.engines import empty_postgresql, remove_tables
from tests.gateway.delivery.conftest import bring_all
from tests.gateway.test_migrations import at_0002
from tests.gateway.whatsapp.talks import known, on_the_way, tells, wrote
from tests.standins.graph.state import Graph


@pytest.fixture
def empty() -> Iterator[Database]:
    """A database without a table."""
    database = empty_postgresql()
    yield database
    remove_tables(database)
    database.engine.dispose()


@pytest.fixture
def here(parts: Services, empty: Database) -> Services:
    """The services around it."""
    empty.migrate(parts.numbers)
    faster = parts.settings.model_copy(update={"whatsapp_messages_per_second": 500})
    return dataclasses.replace(parts, database=empty, settings=faster)


def test_numbers_of_an_older_version_are_hidden(parts: Services, empty: Database) -> None:
    at_0002(empty)
    empty.migrate(parts.numbers)
    with empty.engine.connect() as connection:
        sealed, hashed = connection.execute(text("SELECT sealed_phone, phone_hash FROM cases")).one()
        said = connection.execute(text("SELECT body FROM messages ORDER BY number")).scalars().all()
    assert (parts.numbers.unseal(sealed), hashed) == ("0470 00 00 01", parts.numbers.hash("0470000001"))
    assert [body["text"] for body in said] == ["••••/•• •• ••", "Bel mij"]


def test_many_workers_send_each_message_once_and_in_order(here: Services, graph: Graph) -> None:
    numbers = [f"3247000000{number}" for number in range(4)]
    for number in numbers:
        graph.phone(number).says("dag")
        contact = known(here, number=number)
        for count in range(5):
            tells(here, contact, str(count))
    couriers = [Courier(here, all_channels()) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda courier: bring_all(courier, rounds=60), couriers))
    bring_all(couriers[0], rounds=60)
    for number in numbers:
        assert [sent.text for sent in graph.sent_to(number)] == [str(count) for count in range(5)]


def test_what_waits_invites_once_and_goes_when_they_answer(here: Services, graph: Graph) -> None:
    contact = known(here, wrote=dt.timedelta(hours=30))
    tells(here, contact, "Een")
    tells(here, contact, "Twee")
    couriers = [Courier(here, all_channels()) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(bring_all, couriers))
    assert [sent.type for sent in graph.sent] == ["template"]
    graph.phone(graph.sent[0].to).says("ja")
    with here.database.transaction() as session:
        assert window.heard(session, wrote(session, contact)) == 2
    bring_all(couriers[0])
    assert [sent.text for sent in graph.sent[1:]] == ["Een", "Twee"]


def test_reports_in_any_order_from_several_at_once_leave_the_furthest(here: Services) -> None:
    def report(state: str) -> int:
        with here.database.transaction() as session:
            return keep_reports(session, [Report(message_id="wamid.A", state=state, at=now())])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(report, ["sent", "read", "delivered"] * 6))
    with here.database.transaction() as session:
        assert session.scalars(select(WhatsAppStatus.state)).all() == ["read"]


def test_no_two_get_the_same_moment(here: Services) -> None:
    def take(_: int) -> float | None:
        with here.database.transaction() as session:
            return reserve(session, 100, at=1_764_100_000.0)

    with ThreadPoolExecutor(6) as pool:
        waits = sorted(wait for wait in pool.map(take, range(30)) if wait is not None)
    assert waits == pytest.approx([number / 100 for number in range(30)], abs=1e-4)


def test_erasing_and_forgetting_work(here: Services, graph: Graph) -> None:
    contact = known(here)
    tells(here, contact, "Dag")
    with here.database.transaction() as session:
        resident = find_resident(session, str(contact.conversation_id))
        assert resident is not None
        erase(session, resident, by="test")
        assert session.scalars(select(Delivery)).all() == []
        assert session.scalars(select(WhatsAppContact)).all() == []
    known(here, wrote=dt.timedelta(days=40))
    with here.database.transaction() as session:
        session.execute(text("UPDATE conversations SET seen_at = now() - interval '40 days'"))
    assert forget_old(here.database, days=30).contacts == 1
    assert on_the_way(here) == []
