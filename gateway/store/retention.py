"""Forgets conversations and cases that are older than RETENTION_DAYS; the privacy page quotes the same setting.

`python -m gateway.store.retention [--dry-run]`; `make run` does it at every start and once a day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from gateway.settings import BadSettings, Settings
from gateway.store.database import Database, StoreUnavailable
from gateway.store.schema import Case, CaseEvent, CaseState, Conversation, Message, now

CLOSED = (CaseState.RESOLVED.value, CaseState.UNREACHABLE.value)


@dataclass(frozen=True)
class Forgotten:
    """How many conversations and cases went, or would go."""

    conversations: int
    cases: int


def forget_old(database: Database, *, days: int, dry_run: bool = False) -> Forgotten:
    """Delete conversations not seen for `days`, and closed cases opened before that; raises StoreUnavailable."""
    limit = now() - dt.timedelta(days=days)
    old_talks = select(Conversation.id).where(Conversation.seen_at < limit)
    old_cases = select(Case.id).where(Case.created_at < limit, Case.state.in_(CLOSED))
    with database.transaction() as session:
        counts = [
            session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
            for chosen in (old_talks, old_cases)
        ]
        if not dry_run:
            session.execute(delete(Message).where(Message.conversation_id.in_(old_talks)))
            session.execute(delete(CaseEvent).where(CaseEvent.case_id.in_(old_cases)))
            session.execute(delete(Case).where(Case.id.in_(old_cases)))
            session.execute(delete(Conversation).where(Conversation.seen_at < limit))
    return Forgotten(conversations=counts[0], cases=counts[1])


def main(arguments: list[str]) -> int:
    """0 when done; 1 when settings or database are in the way."""
    parser = argparse.ArgumentParser(prog="python -m gateway.store.retention", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="only say how many would go")
    dry_run = parser.parse_args(arguments).dry_run
    try:
        settings = Settings.from_env()
        database = Database(settings.database_url)
        database.migrate()
        gone = forget_old(database, days=settings.retention_days, dry_run=dry_run)
    except (BadSettings, StoreUnavailable) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    verb = "would forget" if dry_run else "forgot"
    sys.stdout.write(f"{verb} {gone.conversations} conversations and {gone.cases} closed cases\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
