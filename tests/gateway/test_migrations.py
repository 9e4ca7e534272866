"""The tables that migrations make are the tables that the code describes; what is there is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text

from gateway.store.database import MIGRATIONS, Database
from gateway.store.schema import Base


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


def test_several_processes_may_bring_the_same_database_up_to_date_at_once(tmp_path: Path) -> None:
    databases = [Database(f"sqlite:///{tmp_path / 'new.db'}") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(Database.migrate, databases))
    assert all(database.ping() for database in databases)
