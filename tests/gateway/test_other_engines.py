"""The same behaviour on PostgreSQL and with Redis; their addresses come from TEST_DATABASE_URL and TEST_REDIS_URL."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient

from gateway.application import create_app
from gateway.limits import limiter
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.cases import NewCase, newest_cases, open_case
from gateway.store.database import Database
from tests.engines import empty_postgresql, redis_address


@pytest.fixture
def postgres() -> Iterator[Database]:
    """An empty PostgreSQL database, brought up to date."""
    database = empty_postgresql()
    database.migrate()
    yield database
    database.engine.dispose()


@pytest.fixture
def postgres_client(settings: Settings, parts: Services, postgres: Database) -> FlaskClient:
    """The application on PostgreSQL."""
    return create_app(settings, dataclasses.replace(parts, database=postgres)).test_client()


def test_a_conversation_lives_and_is_wiped_on_postgresql(postgres_client: FlaskClient) -> None:
    told = postgres_client.post("/api/chat", json={"text": "hallo", "city": "genk"}).json
    history = postgres_client.get(f"/api/chat/{told['conversation']}").json
    assert [message["from"] for message in history["messages"]] == ["resident", "bot"]
    assert postgres_client.delete(f"/api/chat/{told['conversation']}").status_code == 204
    assert postgres_client.get(f"/api/chat/{told['conversation']}").status_code == 404


def test_one_key_makes_one_case_on_postgresql(postgres: Database) -> None:
    new = NewCase(channel="web", language="nl", question="?")
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: open_case(postgres, new, key="at-once", by="test"), range(24)))
    assert len({case.code for case, _ in made}) == 1
    assert sum(is_new for _, is_new in made) == 1
    with postgres.transaction() as session:
        assert len(newest_cases(session)) == 1


def test_limits_are_counted_in_redis_by_all_processes(settings: Settings, parts: Services) -> None:
    redis_url = redis_address()
    shared = settings.model_copy(update={"redis_url": redis_url, "messages_per_second": 5})
    apps = [create_app(shared, dataclasses.replace(parts, settings=shared)) for _ in range(2)]
    limiter.reset()
    try:
        answers = [
            apps[number % 2].test_client().post("/api/chat", json={"text": "hallo", "conversation": "the-same"})
            for number in range(12)
        ]
        assert 429 in {answer.status_code for answer in answers}
    finally:
        create_app(settings, parts)  # back to counting in this process
        limiter.reset()
