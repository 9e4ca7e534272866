"""Numbers about cases, apart from the cases: counted when a case is forgotten, so that no word has to be kept for them.

`python -m gateway.store.statistics` prints them as CSV, cases that are still there included.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from gateway.settings import BadSettings, Settings
from gateway.store.database import Database, StoreUnavailable
from gateway.store.inserting import dialect_of, insert_into
from gateway.store.numbers import Numbers
from gateway.store.schema import Case, CaseCount

# Fewer than this could point at someone: shown as "<5".
SMALLEST_SHOWN = 5
# What is counted of a case; nothing else of it survives.
COUNTED = (Case.created_at, Case.city, Case.language, Case.channel, Case.topic, Case.team_id, Case.state)


class Kind(NamedTuple):
    """What cases are counted by; empty text: not known."""

    month: str
    city: str
    language: str
    channel: str
    topic: str
    team: str
    state: str


def count(session: Session, rows: Iterable[Any]) -> None:
    """Add cases, given as rows of `COUNTED`, to the numbers, in the transaction in which they are deleted."""
    for kind, number in sorted(_kinds(rows).items()):  # in one order, so that two at once do not block each other
        statement = insert_into(CaseCount, dialect=dialect_of(session)).values(**kind._asdict(), number=number)
        more = {"number": CaseCount.number + statement.excluded.number}
        session.execute(statement.on_conflict_do_update(index_elements=list(Kind._fields), set_=more))


def numbers(session: Session) -> dict[Kind, int]:
    """How many cases of each kind there ever were: those that are gone, and those that are still here."""
    gone = {
        Kind(*(getattr(row, field) for field in Kind._fields)): row.number for row in session.scalars(select(CaseCount))
    }
    return dict(_kinds(session.execute(select(*COUNTED))) + Counter(gone))


def _kinds(rows: Iterable[Any]) -> Counter[Kind]:
    return Counter(Kind(f"{opened:%Y-%m}", *(value or "" for value in rest)) for opened, *rest in rows)


def main() -> int:
    """0 when printed; 1 when settings or database are in the way."""
    try:
        settings = Settings.from_env()
        database = Database(settings.database_url)
        database.migrate(Numbers(settings.secret_key))
        with database.transaction() as session:
            found = numbers(session)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (StoreUnavailable, SQLAlchemyError):
        sys.stderr.write("The database cannot be reached.\n")
        return 1
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow((*Kind._fields, "number"))
    for kind, number in sorted(found.items()):
        table.writerow((*kind, number if number >= SMALLEST_SHOWN else f"<{SMALLEST_SHOWN}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
