"""Cases of someone who can no longer take them go back to their team, so that no resident waits for nobody."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import select

from gateway.bridge import life
from gateway.services import Services
from gateway.staff.audit import record
from gateway.store.schema import Case, CaseState, StaffMember


def open_codes(services: Services, member: StaffMember) -> list[str]:
    """The codes of the cases that are in the member's hands."""
    held = select(Case.code).where(Case.claimed_by == member.id, Case.state == CaseState.CLAIMED.value)
    with services.database.transaction() as session:
        return list(session.scalars(held.order_by(Case.id)))


def hand_back(services: Services, member: StaffMember, *, by: StaffMember) -> int:
    """Give back every case the member has; the residents are told. How many. Raises StoreUnavailable."""
    codes = open_codes(services, member)
    for code in codes:
        with suppress(life.NotYours, life.NoSuchCase):  # closed or given back just now
            life.release(services, code, member)
            with services.database.transaction() as session:
                record(session, by, "case_released", code)
    return len(codes)
