"""Forgets what is older than RETENTION_DAYS; the privacy page quotes the same setting.

`python -m gateway.store.retention [--dry-run]`; the worker does it once a day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, exists, func, inspect, or_, select
from sqlalchemy.exc import SQLAlchemyError

from civic.voice.factory import build_library
from civic.voice.library import AudioLibrary
from gateway.services import Services
from gateway.settings import BadSettings, Settings
from gateway.store.database import Database, StoreUnavailable
from gateway.store.numbers import Numbers
from gateway.store.schema import (
    AuditEntry,
    Base,
    Case,
    CaseCount,
    CaseEvent,
    CaseMessage,
    CaseState,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Proposal,
    RoutingRule,
    StaffMember,
    Team,
    VoiceNote,
    WhatsAppContact,
    WhatsAppMedia,
    WhatsAppPace,
    WhatsAppStatus,
    now,
)
from gateway.store.statistics import COUNTED, count

OPEN = (CaseState.NEW.value, CaseState.CLAIMED.value)
DONE = (DeliveryState.SENT.value, DeliveryState.FAILED.value)
BATCH = 500
DAY_SECONDS = 24 * 3600
DESK, DESK_VISIT = "desk", dt.timedelta(days=1)

Rule = Callable[[dt.datetime], ColumnElement[bool]]


def _cases(limit: dt.datetime) -> ColumnElement[bool]:
    return and_(Case.state.not_in(OPEN), func.coalesce(Case.closed_at, Case.touched_at) < limit)


def _conversations(limit: dt.datetime) -> ColumnElement[bool]:
    awaited = exists().where(Case.conversation_id == Conversation.id, Case.state.in_(OPEN))
    # A visit that was never wiped at the desk: nobody reads there any more, and a case keeps its own words.
    left = and_(Conversation.channel == DESK, Conversation.seen_at < now() - DESK_VISIT)
    return or_(and_(Conversation.seen_at < limit, ~awaited), left)


def _deliveries(limit: dt.datetime) -> ColumnElement[bool]:
    return and_(Delivery.created_at < limit, Delivery.state.in_(DONE))


def _proposals(limit: dt.datetime) -> ColumnElement[bool]:
    return func.coalesce(Proposal.decided_at, Proposal.at) < limit


def _audit(limit: dt.datetime) -> ColumnElement[bool]:
    return and_(AuditEntry.at < limit, AuditEntry.subject.not_in(select(Case.code)))


def _contacts(limit: dt.datetime) -> ColumnElement[bool]:
    """Of who wrote STOP the hash stays: without it we would not know."""
    wrote = func.coalesce(WhatsAppContact.heard_at, WhatsAppContact.created_at)
    awaited = exists().where(Case.phone_hash == WhatsAppContact.number_hash, Case.state.in_(OPEN))
    alone = WhatsAppContact.conversation_id.is_(None)
    return and_(wrote < limit, WhatsAppContact.stopped_at.is_(None), alone, ~awaited)


def _voice_notes(limit: dt.datetime) -> ColumnElement[bool]:
    """Those with a case go with the case."""
    return and_(VoiceNote.created_at < limit, VoiceNote.case_message_id.is_(None))


def _statuses(limit: dt.datetime) -> ColumnElement[bool]:
    return WhatsAppStatus.at < limit


def _media(limit: dt.datetime) -> ColumnElement[bool]:
    return WhatsAppMedia.uploaded_at < limit


# What goes and when, in this order: who looked at a case is known for as long as the case is there.
RULES: dict[type[Base], Rule] = {
    Case: _cases,
    Conversation: _conversations,
    Delivery: _deliveries,
    Proposal: _proposals,
    AuditEntry: _audit,
    VoiceNote: _voice_notes,
    WhatsAppContact: _contacts,
    WhatsAppStatus: _statuses,
    WhatsAppMedia: _media,
}
GOES_WITH: dict[type[Base], type[Base]] = {Message: Conversation, CaseEvent: Case, CaseMessage: Case}
# What holds nothing of residents.
KEPT: tuple[type[Base], ...] = (Team, RoutingRule, StaffMember, CaseCount, WhatsAppPace)


@dataclass(frozen=True)
class Forgotten:
    """How many rows went, or would go. `waiting`: open cases that nobody touched for so long; they stay."""

    conversations: int
    cases: int
    deliveries: int
    proposals: int
    audit: int
    contacts: int
    waiting: int


def forget_old(database: Database, *, days: int, dry_run: bool = False, audio: AudioLibrary | None = None) -> Forgotten:
    """Delete what is older than `days`, as `RULES` say, and sounds of persons' words; raises StoreUnavailable.

    An open case stays, and so does its conversation: somebody waits for an answer. Several may do this at once.
    """
    limit = now() - dt.timedelta(days=days)
    do = _number if dry_run else _delete
    gone = {model: do(database, model, rule(limit)) for model, rule in RULES.items()}
    waiting = _number(database, Case, and_(Case.state.in_(OPEN), Case.touched_at < limit))
    if audio is not None and not dry_run:
        audio.forget_unpublished(older_than_seconds=days * DAY_SECONDS)
    return Forgotten(
        conversations=gone[Conversation],
        cases=gone[Case],
        deliveries=gone[Delivery],
        proposals=gone[Proposal],
        audit=gone[AuditEntry],
        contacts=gone[WhatsAppContact],
        waiting=waiting,
    )


def _number(database: Database, model: type[Base], chosen: ColumnElement[bool]) -> int:
    with database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model).where(chosen)) or 0


def _delete(database: Database, model: type[Base], chosen: ColumnElement[bool]) -> int:
    """In short transactions: nobody who writes meanwhile waits long."""
    key = inspect(model).primary_key[0]
    told = COUNTED if model is Case else (key,)
    total, gone = 0, BATCH
    while gone == BATCH:
        batch = select(key).where(chosen).limit(BATCH)
        # `chosen` again: what changed since the batch was read stays.
        statement = delete(model).where(key.in_(batch), chosen).returning(*told)
        with database.transaction() as session:
            rows = session.execute(statement, execution_options={"synchronize_session": False}).all()
            if model is Case:
                count(session, rows)
        gone = len(rows)
        total += gone
    return total


class DailyForgetting:
    """A chore for the worker: forgets what is old when it begins and once a day, however often it is called."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, services: Services) -> None:
        """Raises StoreUnavailable; the next call then tries again."""
        if time.monotonic() < self._next:
            return
        forget_old(services.database, days=services.settings.retention_days, audio=services.audio)
        self._next = time.monotonic() + DAY_SECONDS


def main(arguments: list[str]) -> int:
    """0 when done; 1 when settings or database are in the way."""
    parser = argparse.ArgumentParser(prog="python -m gateway.store.retention", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="only say how many would go")
    dry_run = parser.parse_args(arguments).dry_run
    try:
        settings = Settings.from_env()
        database = Database(settings.database_url)
        database.migrate(Numbers(settings.secret_key))
        audio = build_library(settings.voice, settings.var_folder / "audio", settings.audio_megabytes * 1024 * 1024)
        gone = forget_old(database, days=settings.retention_days, dry_run=dry_run, audio=audio)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (StoreUnavailable, SQLAlchemyError):
        sys.stderr.write("The database cannot be reached.\n")
        return 1
    sys.stdout.write(_told(gone, settings.retention_days, "would forget" if dry_run else "forgot"))
    return 0


def _told(gone: Forgotten, days: int, verb: str) -> str:
    rows = (
        f"{gone.conversations} conversations, {gone.cases} closed cases, {gone.deliveries} deliveries, "
        f"{gone.proposals} proposals, {gone.audit} lines of the audit log, {gone.contacts} WhatsApp numbers"
    )
    stay = f"; {gone.waiting} open cases were untouched for so long and stay: close them" if gone.waiting else ""
    return f"{verb} what is older than {days} days: {rows}{stay}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
