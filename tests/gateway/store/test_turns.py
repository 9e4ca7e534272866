"""Who writes to a SQLite file goes in turn: nobody is passed, nobody who only reads waits, and no turn is kept."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.store import database as store
from gateway.store.conversations import start_conversation
from gateway.store.database import Database

PATIENCE_SECONDS = 10


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with our tables."""
    Database(f"sqlite:///{tmp_path / 'data.db'}").migrate()
    return tmp_path / "data.db"


@pytest.fixture
def database(path: Path) -> Database:
    """One process."""
    return Database(f"sqlite:///{path}")


@pytest.fixture
def other(path: Path) -> Database:
    """Another process: it has nothing in common with the first but the file."""
    return Database(f"sqlite:///{path}")


def write(database: Database) -> None:
    """Change something."""
    with database.transaction() as session:
        start_conversation(session, language="nl", city=None)


def count(database: Database) -> int:
    """How often something was written."""
    with database.transaction() as session:
        return int(session.execute(text("SELECT count(*) FROM conversations")).scalar_one())


def has_turn(path: Path) -> bool:
    """Whether somebody has it."""
    with Path(f"{path}.turn").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def test_who_writes_has_the_turn_until_it_is_kept(path: Path, database: Database, other: Database) -> None:
    with database.transaction() as session:
        assert not has_turn(path)
        start_conversation(session, language="nl", city=None)
        assert has_turn(path)
        assert count(other) == 0  # who reads does not wait
    assert not has_turn(path)
    assert count(other) == 1


@pytest.mark.parametrize("here", [True, False], ids=["same process", "other process"])
def test_the_next_one_waits_for_it(path: Path, database: Database, other: Database, here: bool) -> None:
    with ThreadPoolExecutor(1) as thread:
        with database.transaction() as session:
            start_conversation(session, language="nl", city=None)
            next_one = thread.submit(write, database if here else other)
            time.sleep(0.1)
            assert not next_one.done()
        next_one.result(PATIENCE_SECONDS)
    assert count(database) == 2


def test_a_change_that_is_undone_leaves_no_turn_behind(path: Path, database: Database, other: Database) -> None:
    def fail() -> None:
        with database.transaction() as session:
            start_conversation(session, language="nl", city=None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not has_turn(path)
    write(other)
    assert count(database) == 1


def test_who_waits_too_long_asks_sqlite_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    impatient = Database(f"sqlite:///{path}")
    with Path(f"{path}.turn").open("w") as file:  # a process that stands still has the turn
        fcntl.flock(file, fcntl.LOCK_EX)
        write(impatient)
        assert has_turn(path)
        write(impatient)
    assert count(database) == 2
    write(database)


def test_without_a_usable_file_sqlite_decides_alone(
    path: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    Path(f"{path}.turn").unlink(missing_ok=True)
    Path(f"{path}.turn").mkdir()
    for _ in range(2):
        write(database)
    assert count(database) == 2
    assert "SQLite decides alone" in caplog.text


def test_many_threads_of_two_processes_all_get_their_turn(database: Database, other: Database) -> None:
    start = threading.Barrier(16)

    def work(place: int) -> None:
        start.wait(PATIENCE_SECONDS)
        for _ in range(5):
            write(database if place % 2 else other)

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(work, range(16)))
    assert count(database) == 80


@pytest.fixture(autouse=True)
def _closed(database: Database, other: Database) -> Iterator[None]:
    yield
    for each in (database, other):
        each.engine.dispose()
