"""What time does: untouched cases return, late ones are marked once, in hours that the team is there."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from civic.bridge.hours import ZONE
from gateway.bridge import life
from gateway.store.schema import Case, StaffMember, Team, now
from tests.gateway.bridge.conftest import Bridge


def after(hours: float) -> dt.datetime:
    """So many hours from now."""
    return now() + dt.timedelta(hours=hours)


def test_claimed_and_untouched_returns_to_the_pool_and_the_resident_hears_it(
    bridge: Bridge, case: Case, one: StaffMember, two: StaffMember
) -> None:
    life.claim(bridge.parts, case.code, one)
    assert life.return_untouched(bridge.parts, after(15)) == 0
    assert life.return_untouched(bridge.parts, after(17)) == 1
    assert (bridge.case(case.code).state, bridge.owner(case)) == ("new", "waiting")
    assert bridge.told(case)[-1]["text"].startswith(f"Je vraag {case.code} bleef te lang liggen.")
    assert life.return_untouched(bridge.parts, after(17)) == 0
    with pytest.raises(life.NotYours):
        life.reply(bridge.parts, case.code, one, "toch nog")
    life.claim(bridge.parts, case.code, two)


@pytest.mark.parametrize("touch", ["reply", "note"])
def test_what_was_touched_stays(bridge: Bridge, case: Case, one: StaffMember, touch: str) -> None:
    life.claim(bridge.parts, case.code, one)
    with bridge.parts.database.transaction() as session:
        session.execute(update(Case).values(touched_at=after(-20)))
    if touch == "reply":
        life.reply(bridge.parts, case.code, one, "Dag")
    else:
        life.add_note(bridge.parts, case.code, one, "Bel ik morgen.")
    assert life.return_untouched(bridge.parts) == 0


def test_it_is_not_staffs_fault_when_the_resident_is_silent(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Wanneer pas je?")
    assert (life.return_untouched(bridge.parts, after(500)), life.mark_overdue(bridge.parts, after(500))) == (0, 0)
    with bridge.parts.database.transaction() as session:
        session.execute(update(Case).values(touched_at=after(-500)))
    bridge.says(case, "morgen kan ik komen")
    assert life.return_untouched(bridge.parts, after(1)) == 0


def test_overdue_is_marked_and_announced_once_until_someone_touches_it(
    bridge: Bridge, case: Case, one: StaffMember
) -> None:
    assert life.mark_overdue(bridge.parts, after(7)) == 0
    assert life.mark_overdue(bridge.parts, after(9)) == 1
    assert life.mark_overdue(bridge.parts, after(10)) == 0
    assert "team:north" in bridge.announced("overdue")
    life.claim(bridge.parts, case.code, one)
    with bridge.parts.database.transaction() as session:
        session.execute(update(Case).values(touched_at=now()))
    assert life.mark_overdue(bridge.parts, after(9)) == 1
    assert [what for _, what in bridge.events(case)].count("overdue") == 2


def test_two_workers_at_once_mark_once(bridge: Bridge, case: Case) -> None:
    with ThreadPoolExecutor(4) as pool:
        marked = list(pool.map(lambda _: life.mark_overdue(bridge.parts, after(9)), range(8)))
    assert sum(marked) == 1


def test_a_weekend_does_not_count(bridge: Bridge, case: Case, one: StaffMember) -> None:
    days = ("mon", "tue", "wed", "thu", "fri")
    friday = dt.datetime(2026, 11, 27, 15, 0, tzinfo=ZONE)
    life.claim(bridge.parts, case.code, one)
    with bridge.parts.database.transaction() as session:
        session.execute(
            update(Team).where(Team.id == "north").values(hours={day: [["09:00", "17:00"]] for day in days})
        )
        session.execute(update(Case).values(touched_at=friday))
    assert life.mark_overdue(bridge.parts, friday + dt.timedelta(days=2, hours=18)) == 0
    assert life.mark_overdue(bridge.parts, friday + dt.timedelta(days=3, hours=1)) == 1
    assert life.return_untouched(bridge.parts, friday + dt.timedelta(days=3, hours=1)) == 0
    assert life.return_untouched(bridge.parts, friday + dt.timedelta(days=4, hours=1)) == 1
