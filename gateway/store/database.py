"""Opens the database, brings it up to date, and hands out short transactions."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from gateway.store.numbers import Numbers
from gateway.store.turns import take_turns

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 3
MIGRATION_LOCK = 20261126


class StoreUnavailable(Exception):
    """The database cannot be reached or stays locked."""


class Database:
    """One engine. Every use is one short transaction: nothing waits on the network inside it."""

    def __init__(self, url: str) -> None:
        self.engine = _open(url)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that is committed at the end, or rolled back; raises StoreUnavailable."""
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise StoreUnavailable(type(error).__name__) from error

    def ping(self) -> bool:
        """True when the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1 FROM conversations LIMIT 1"))
        except SQLAlchemyError:
            return False
        return True

    def migrate(self, numbers: Numbers | None = None) -> None:
        """Bring the tables to the newest shape; safe to call at every start, by several processes at once.

        numbers: hides phone numbers that an older version kept as they are; only such a database needs it.
        """
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with _alone(self.engine), self.engine.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            config.attributes.update(connection=connection, numbers=numbers)
            command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """While this lasts no other process brings the same SQLite file up to date, or creates it."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        yield
        return
    with Path(f"{path}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _open(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # Without secure_delete what is erased stays readable in the file until its place is used again.
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    if path and path != ":memory:":
        take_turns(engine, Path(f"{path}.turn"), seconds=BUSY_SECONDS)
    return engine
