"""PostgreSQL and Redis for tests, at TEST_DATABASE_URL and TEST_REDIS_URL; each worker of a run has its own part."""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from gateway.store.database import Database
from gateway.store.schema import Base


def redis_address() -> str:
    """The Redis database of this worker; skips the test when none is set, which in CI is a failure."""
    return f"{_setting('TEST_REDIS_URL').rsplit('/', 1)[0]}/{_worker().removeprefix('gw') or '0'}"


def postgresql_address() -> str:
    """The PostgreSQL database of this worker, there but as the last test left it; skips as above."""
    main = make_url(_setting("TEST_DATABASE_URL"))
    if not _worker():
        return main.render_as_string(hide_password=False)
    own = f"{main.database}_{_worker()}"
    engine = create_engine(main, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection, suppress(ProgrammingError):  # it is there already
        connection.exec_driver_sql(f'CREATE DATABASE "{own}"')
    engine.dispose()
    return main.set(database=own).render_as_string(hide_password=False)


def empty_postgresql() -> Database:
    """The same without a table; dispose of its engine afterwards."""
    database = Database(postgresql_address())
    remove_tables(database)
    return database


def remove_tables(database: Database) -> None:
    """Leave nothing of ours in it."""
    Base.metadata.drop_all(database.engine)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def _worker() -> str:
    """This process's name when several run the tests, else nothing."""
    return os.environ.get("PYTEST_XDIST_WORKER", "")


def _setting(name: str) -> str:
    address = os.environ.get(name, "")
    if not address and os.environ.get("CI"):
        pytest.fail(f"{name} is not set, and CI may skip nothing")
    if not address:
        pytest.skip(f"{name} is not set")
    return address
