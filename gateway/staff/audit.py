"""The audit log: who saw or did what. It names cases, logins, teams and rules, never words of a resident."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.store.schema import AuditEntry, StaffMember

# Who did it when nobody was signed in: someone with access to the server itself.
COMMAND_LINE = "opdrachtregel"

# What the log page calls an action; any other name is shown as it is.
ACTIONS = {
    "signed_in": "meldde zich aan",
    "signed_in_city": "meldde zich aan via de stad",
    "sign_in_failed": "mislukte aanmelding",
    "locked": "geblokkeerd na te veel pogingen",
    "signed_out": "meldde zich af",
    "signed_out_everywhere": "meldde zich overal af",
    "password_changed": "koos een nieuw wachtwoord",
    "password_reset": "gaf een nieuw eerste wachtwoord",
    "two_step_on": "zette de extra code aan",
    "two_step_off": "zette de extra code uit",
    "city_linked": "koppelde de aanmelding van de stad",
    "staff_added": "maakte een account",
    "staff_changed": "wijzigde een account",
    "staff_off": "zette een account uit",
    "staff_on": "zette een account weer aan",
    "team_added": "maakte een team",
    "team_changed": "wijzigde een team",
    "team_off": "zette een team uit",
    "team_on": "zette een team weer aan",
    "rule_added": "maakte een regel",
    "rule_changed": "wijzigde een regel",
    "rule_moved": "verplaatste een regel",
    "rule_removed": "verwijderde een regel",
    "case_seen": "bekeek de vraag",
    "case_claimed": "nam de vraag op zich",
    "case_released": "gaf de vraag terug",
    "case_forwarded": "stuurde de vraag door",
    "case_noted": "schreef een notitie",
    "case_replied": "antwoordde de inwoner",
    "case_card": "stuurde een antwoordkaart",
    "case_closed": "sloot de vraag af",
    "case_opened_at_desk": "gaf aan het digipunt een vraag door",
    "case_continued_at_desk": "ging aan het digipunt verder met de vraag",
    "delivery_again": "verstuurde een bericht opnieuw",
    "proposal_made": "deed een voorstel",
    "proposal_accepted": "aanvaardde een voorstel",
    "proposal_rejected": "weigerde een voorstel",
    "resident_exported": "gaf een inwoner wat we bewaren",
    "resident_erased": "wiste de gegevens van een inwoner",
}


def record(session: Session, member: StaffMember | None, action: str, subject: str = "") -> None:
    """Write down that `member` (None: the command line) did `action` to `subject`, in the caller's transaction.

    `action`: at most 60 characters, a word of `ACTIONS` or one of your own. `subject`: a case code, login, team or
    rule, cut at 120 characters.
    """
    login = member.login if member is not None else COMMAND_LINE
    session.add(AuditEntry(login=login, action=action[:60], subject=subject[:120]))


@dataclass(frozen=True)
class Wanted:
    """Which entries to show: each empty field does not matter; `since` and `until` are UTC, `until` not included."""

    login: str = ""
    action: str = ""
    subject: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    before: int | None = None


def entries(session: Session, wanted: Wanted, *, limit: int) -> Sequence[AuditEntry]:
    """At most `limit` entries that fit, newest first; `wanted.before` goes on after the entry with that id."""
    query = select(AuditEntry)
    for column, value in (
        (AuditEntry.login, wanted.login),
        (AuditEntry.action, wanted.action),
        (AuditEntry.subject, wanted.subject),
    ):
        if value:
            query = query.where(func.lower(column) == value.lower())
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    if wanted.before is not None:
        query = query.where(AuditEntry.id < wanted.before)
    return session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit)).all()


def known_actions(session: Session) -> list[str]:
    """Every action that the log holds, in alphabetical order of what the page calls it."""
    found = session.scalars(select(AuditEntry.action).distinct())
    return sorted(found, key=lambda action: ACTIONS.get(action, action))
