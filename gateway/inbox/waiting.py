"""Who waits for whom in a case, since when, and how that reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gateway.bridge.lists import CLOSED
from gateway.bridge.words import RESIDENT, STAFF
from gateway.store.schema import Case, CaseMessage, Turn

MINUTE, HOUR, DAY = 60, 3600, 86400


class Waits(StrEnum):
    """What a case waits for; `LATE`: for staff, longer than agreed."""

    LATE = "late"
    STAFF = "staff"
    RESIDENT = "resident"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Waiting:
    """`since`: when the waiting began, or for a closed case when that was."""

    on: Waits
    since: dt.datetime
    lasted: str


def waiting_of(case: Case, said: Sequence[CaseMessage], *, overdue: bool, at: dt.datetime) -> Waiting:
    """How long this case waits, and on whom. `said`: its messages in order; `at`: now."""
    if case.state in CLOSED:
        since = case.closed_at or case.touched_at
        return Waiting(Waits.NOBODY, since, lasted(at - since))
    if case.whose_turn == Turn.RESIDENT.value:
        return Waiting(Waits.RESIDENT, case.touched_at, lasted(at - case.touched_at))
    since = _unanswered_since(case, said)
    return Waiting(Waits.LATE if overdue else Waits.STAFF, since, lasted(at - since))


def _unanswered_since(case: Case, said: Sequence[CaseMessage]) -> dt.datetime:
    """When the resident first said what nobody has answered; taking up a case is no answer."""
    answered = max((message.at for message in said if message.sender == STAFF), default=None)
    if answered is None:
        return case.created_at
    after = (message.at for message in said if message.sender == RESIDENT and message.at > answered)
    return min(after, default=case.touched_at)


def lasted(span: dt.timedelta) -> str:
    """A length of time in a word or two: "nu", "12 min", "3 u 20", "2 dagen"."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < MINUTE:
        return "nu"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < DAY:
        minutes = seconds % HOUR // MINUTE
        return f"{seconds // HOUR} u {minutes:02}" if minutes else f"{seconds // HOUR} u"
    days = seconds // DAY
    return f"{days} {'dag' if days == 1 else 'dagen'}"
