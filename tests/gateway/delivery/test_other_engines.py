"""Deliveries on PostgreSQL and tasks in Redis; addresses come from TEST_DATABASE_URL and TEST_REDIS_URL."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.delivery import enqueue, failed_deliveries, send_again
from gateway.delivery.channels import Order, Outside
from gateway.delivery.courier import Courier
from gateway.delivery.problems import GiveUp
from gateway.delivery.queue import HEARTBEAT, beat, open_queue, worker_state
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.database import Database
from gateway.store.schema import Delivery
from tests.engines import empty_postgresql, postgresql_address, redis_address
from tests.gateway.delivery.conftest import bring_all, rows


@pytest.fixture
def on_postgres(parts: Services) -> Iterator[Services]:
    """The services around an empty PostgreSQL database, which two processes bring up to date at once."""
    database = empty_postgresql()
    others = [Database(postgresql_address()) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(Database.migrate, others))
    for other in others:
        other.engine.dispose()
    yield dataclasses.replace(parts, database=database)
    database.engine.dispose()


def test_on_postgresql_one_key_is_one_row_and_many_couriers_send_it_once(on_postgres: Services) -> None:
    sent: list[str] = []

    def send(services: Services, delivery: Delivery) -> str:
        sent.append(delivery.key)
        return "provider"

    def put_in(number: int) -> bool:
        with on_postgres.database.transaction() as session:
            return enqueue(session, key=f"k{number % 20}", channel="test", recipient=str(number % 4), body={})

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(put_in, range(80))) == 20
        couriers = [Courier(on_postgres, {"test": Outside(send, order=Order.RECIPIENT)}) for _ in range(4)]
        list(pool.map(lambda courier: bring_all(courier, rounds=40), couriers))
    bring_all(couriers[0], rounds=40)
    assert sorted(sent) == sorted({f"k{number}" for number in range(20)})
    assert {row.state for row in rows(on_postgres)} == {"sent"}


def test_on_postgresql_a_failure_is_seen_and_sent_again(on_postgres: Services) -> None:
    def refuse(services: Services, delivery: Delivery) -> str:
        raise GiveUp("HTTP 404")

    with on_postgres.database.transaction() as session:
        enqueue(session, key="k", channel="test", recipient="x", body={})
    bring_all(Courier(on_postgres, {"test": Outside(refuse)}))
    with on_postgres.database.transaction() as session:
        (failed,) = failed_deliveries(session)
        assert send_again(session, failed.id)
    bring_all(Courier(on_postgres, {"test": Outside(lambda services, delivery: None)}))
    assert [row.state for row in rows(on_postgres)] == ["sent"]


def test_the_queue_and_the_sign_of_life_live_in_redis_by_setting(settings: Settings) -> None:
    shared = settings.model_copy(update={"redis_url": redis_address()})
    queue = open_queue(shared)
    beat(queue)
    assert worker_state(shared) == "ok"
    assert not (settings.var_folder / "tasks.db").exists()
    queue.put(HEARTBEAT, 0)
    assert worker_state(shared) == "down"
    queue.storage.pool.disconnect()
