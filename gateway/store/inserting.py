"""INSERT in the words of the database at hand: only these know what to do when the row is there already."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from gateway.store.schema import Base

Insert = sqlite.Insert | postgresql.Insert


def dialect_of(session: Session) -> str:
    """`sqlite` or `postgresql`."""
    return session.get_bind().dialect.name


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements on rows: they need less of a processor than those that know objects."""
    return cast("Table", model.__table__)


def insert_into(model: type[Base], *, dialect: str) -> Insert:
    """An INSERT that takes `on_conflict_do_nothing` and `on_conflict_do_update`; of rows, not of objects.

    Its values may come with it or when it is executed: one that is built once costs a webhook a fraction of its time.
    """
    table = table_of(model)
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
