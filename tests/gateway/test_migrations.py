"""The tables that migrations make are the tables that the code describes; what is there is kept."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from gateway.store.database import MIGRATIONS, Database
from gateway.store.numbers import Numbers
from gateway.store.schema import Base

AT = "2026-11-01 10:00:00"


def test_migrations_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    database.migrate()
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_an_older_database_keeps_its_cases(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO cases (id, code, state, idempotency_key, channel, language, reach, created_at) "
                "VALUES (1, 'K7M3QF', 'new', 'key', 'web', 'tr', 'chat', '2026-11-01 10:00:00')"
            )
        )
        connection.execute(
            text("INSERT INTO case_events (case_id, who, what, at) VALUES (1, 'x', 'opened', '2026-11-01 10:00:00')")
        )

    database.migrate()

    with database.engine.connect() as connection:
        case = connection.execute(text("SELECT code, whose_turn, touched_at FROM cases")).one()
        assert tuple(case) == ("K7M3QF", "staff", "2026-11-01 10:00:00")
        assert connection.execute(text("SELECT count(*) FROM case_events")).scalar() == 1


def test_numbers_that_an_older_version_kept_are_hidden_and_can_still_be_read(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    database = Database(f"sqlite:///{file}")
    at_0002(database)
    numbers = Numbers("a-key-for-tests-only")

    database.migrate(numbers)

    with database.engine.connect() as connection:
        sealed, hashed = connection.execute(text("SELECT sealed_phone, phone_hash FROM cases")).one()
        assert (numbers.unseal(sealed), hashed) == ("0470 00 00 01", numbers.hash("0470000001"))
        pending = json.loads(connection.execute(text("SELECT pending FROM conversations")).scalar_one())
        assert numbers.unseal(pending["phone"]) == "0470000002"
        said = [json.loads(body) for body in connection.execute(text("SELECT body FROM messages")).scalars()]
        assert [body["text"] for body in said] == ["••••/•• •• ••", "Bel mij"]
    database.engine.dispose()
    raw = file.read_bytes()
    assert not any(number in raw for number in (b"0470 00 00 01", b"0470/00 00 01", b"0470000002"))


def test_numbers_are_not_thrown_away_by_a_program_that_cannot_hide_them(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    at_0002(database)
    with pytest.raises(RuntimeError, match="SECRET_KEY"):
        database.migrate()
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT phone FROM cases")).scalar_one() == "0470 00 00 01"


def at_0002(database: Database) -> None:
    """A database of the version before, in which a number was left, typed, and just being asked."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        run = connection.execute
        run(
            text(
                "INSERT INTO conversations (id, language, owner, context, pending, offered, created_at, seen_at) "
                "VALUES ('c', 'nl', 'bot', '{}', :pending, '[]', :at, :at)"
            ),
            {"pending": json.dumps({"handover": "name", "phone": "0470000002"}), "at": AT},
        )
        said = [{"text": "0470/00 00 01", "aside": True}, {"text": "Bel mij", "aside": True}]
        for number, body in enumerate(said):
            run(
                text("INSERT INTO messages (id, conversation_id, body, created_at) VALUES (:id, 'c', :body, :at)"),
                {"id": str(number), "body": json.dumps(body), "at": AT},
            )
        run(
            text(
                "INSERT INTO cases (id, code, state, idempotency_key, channel, language, reach, phone, routed_because, "
                "whose_turn, created_at, touched_at) VALUES (1, 'K7M3QF', 'new', 'key', 'web', 'tr', 'phone', "
                "'0470 00 00 01', '[]', 'staff', :at, :at)"
            ),
            {"at": AT},
        )


def test_several_processes_may_bring_the_same_database_up_to_date_at_once(tmp_path: Path) -> None:
    databases = [Database(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(Database.migrate, databases))
    assert all(database.ping() for database in databases)
