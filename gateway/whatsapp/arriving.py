"""Keeps what the webhook got, in one short transaction: each message once, and of each report the furthest.

Payloads that come at one time share a transaction.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, case, select
from sqlalchemy.orm import Session

from gateway.delivery.outbox import enqueue
from gateway.services import Services
from gateway.store.inserting import dialect_of, insert_into, table_of
from gateway.store.numbers import Numbers
from gateway.store.schema import Delivery, SentState, WhatsAppStatus
from gateway.whatsapp.contacts import INCOMING, hash_of
from gateway.whatsapp.ids import kept_id
from gateway.whatsapp.received import Received, Report
from gateway.whatsapp.statuses import settle

logger = logging.getLogger(__name__)
# In the order in which a message goes through them; who has listened to a sound has read it.
STATES = {
    "sent": SentState.SENT,
    "delivered": SentState.DELIVERED,
    "read": SentState.READ,
    "played": SentState.READ,
    "failed": SentState.FAILED,
}
RANK = {state.value: rank for rank, state in enumerate(SentState)}
# Built once, as `_report_kept`: fifty residents who write in one moment wait for each other's processor time.
ARRIVED, TOLD = table_of(Delivery).c, table_of(WhatsAppStatus).c
KNOWN_KEYS = select(ARRIVED.key).where(ARRIVED.key.in_(bindparam("keys", expanding=True)))
KNOWN_STATES = select(TOLD.provider_id, TOLD.state).where(TOLD.provider_id.in_(bindparam("names", expanding=True)))


@dataclass(frozen=True)
class Payload:
    """What one call of the webhook brought."""

    messages: Sequence[Received]
    reports: Sequence[Report]


def keep_payloads(services: Services, payloads: Sequence[Payload]) -> None:
    """Keep all of them, or none, and let the worker know; raises StoreUnavailable."""
    messages = [message for payload in payloads for message in payload.messages]
    reports = [report for payload in payloads for report in payload.reports]
    with services.database.transaction() as session:
        new = keep_messages(session, services.numbers, messages)
        changed = keep_reports(session, reports)
    if new:
        services.nudge()
    told = (len(payloads), len(messages), new, len(reports), changed)
    logger.info("whatsapp payloads=%d messages=%d new=%d reports=%d news=%d", *told)


def key_of(message_id: str) -> str:
    """The key of the delivery that a message of a resident becomes."""
    return f"wa-in:{kept_id(message_id)}"


def keep_messages(session: Session, numbers: Numbers, received: Sequence[Received]) -> int:
    """Write a delivery for each message that was not here before, sealed; how many those are."""
    keys = {key_of(one.id): one for one in received}
    known = set(session.scalars(KNOWN_KEYS, {"keys": list(keys)})) if keys else set()
    rows = [  # before the first is written: from then on other writers wait
        (key, hash_of(session, numbers, number=one.number, user=one.user), numbers.seal(json.dumps(one.raw)))
        for key, one in keys.items()
        if key not in known
    ]
    return sum(
        enqueue(session, key=key, channel=INCOMING, recipient=recipient, body={"sealed": sealed})
        for key, recipient, sealed in rows
    )


def keep_reports(session: Session, reports: Sequence[Report]) -> int:
    """Note how far our messages have come; how many reports told something new. Reports come in any order."""
    furthest: dict[str, tuple[Report, SentState]] = {}
    for report in reports:
        state = STATES.get(report.state)
        before = furthest.get(report.message_id)
        if state is not None and (before is None or RANK[state.value] > RANK[before[1].value]):
            furthest[report.message_id] = (report, state)
    known = _known_ranks(session, [kept_id(name) for name in furthest])
    new = {
        kept_id(report.message_id): (report, state)
        for report, state in furthest.values()
        if RANK[state.value] > known.get(kept_id(report.message_id), -1)
    }
    # In one order, so that two processes with the same reports do not wait for each other.
    return sum(_keep_report(session, name, *new[name]) for name in sorted(new))


def _known_ranks(session: Session, names: Sequence[str]) -> dict[str, int]:
    found = session.execute(KNOWN_STATES, {"names": names}) if names else ()
    return {name: RANK[state] for name, state in found}


def _keep_report(session: Session, name: str, report: Report, state: SentState) -> bool:
    values: dict[str, Any] = {
        "provider_id": name,
        "state": state.value,
        "problem": str(report.code) if state is SentState.FAILED and report.code is not None else None,
        "at": report.at,
    }
    if session.execute(_report_kept(dialect_of(session)), values | {"rank": RANK[state.value]}).first() is None:
        return False
    settle(session, provider_id=name, state=state, tracker=report.tracker, problem=values["problem"])
    return True


@cache
def _report_kept(dialect: str) -> Executable:
    """Write the report, or put it in the place of one that is less far; gives a row when it did either."""
    statement = insert_into(WhatsAppStatus, dialect=dialect)
    statement = statement.on_conflict_do_update(
        index_elements=[WhatsAppStatus.provider_id],
        set_={name: statement.excluded[name] for name in ("state", "problem", "at")},
        where=case(RANK, value=WhatsAppStatus.state, else_=-1) < bindparam("rank"),
    )
    return statement.returning(WhatsAppStatus.provider_id)
