"""The lists of the inbox: own team only, late ones first, filtered."""

from __future__ import annotations

import datetime as dt

import pytest

from gateway.bridge import life
from gateway.bridge.lists import ListName, cases_in, counts
from gateway.store.cases import NewCase, open_case
from gateway.store.schema import Case, CaseState, StaffMember, now
from tests.gateway.bridge.conftest import Bridge, make_case

LATER = now() + dt.timedelta(days=3)


def codes(bridge: Bridge, member: StaffMember, name: ListName, **filters: str) -> list[str]:
    """The codes in a list, in order."""
    with bridge.parts.database.transaction() as session:
        return [case.code for case in cases_in(session, member, name, **filters)]


def test_a_case_walks_through_the_lists(
    bridge: Bridge, case: Case, one: StaffMember, two: StaffMember, stranger: StaffMember
) -> None:
    assert (codes(bridge, one, "new"), codes(bridge, stranger, "new")) == ([case.code], [])
    life.claim(bridge.parts, case.code, one)
    assert (codes(bridge, one, "new"), codes(bridge, one, "mine"), codes(bridge, two, "mine")) == (
        [],
        [case.code],
        [],
    )
    life.reply(bridge.parts, case.code, one, "Dag")
    assert codes(bridge, two, "waiting") == [case.code]
    life.close(bridge.parts, case.code, one, CaseState.RESOLVED, "Klaar")
    assert codes(bridge, two, "closed") == [case.code]
    assert all(not codes(bridge, stranger, name) for name in ("new", "mine", "waiting", "overdue", "closed"))


def test_overdue_ones_come_first_and_then_the_newest(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.mark_overdue(bridge.parts, LATER)
    second, third = make_case(bridge), make_case(bridge)
    assert codes(bridge, one, "new") == [case.code, third.code, second.code]
    assert codes(bridge, one, "overdue") == [case.code]
    life.claim(bridge.parts, case.code, one)
    assert codes(bridge, one, "overdue") == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [({"language": "tr"}, "tr"), ({"topic": "library"}, "tr"), ({"channel": "web"}, "both"), ({"language": "ar"}, "")],
)
def test_filters(bridge: Bridge, case: Case, one: StaffMember, filters: dict[str, str], found: str) -> None:
    turkish = make_case(bridge, language="tr", topic="library")
    expected = {"tr": [turkish.code], "both": [turkish.code, case.code], "": []}[found]
    assert codes(bridge, one, "new", **filters) == expected


def test_a_case_that_no_team_got_is_new_to_everyone_and_goes_with_who_takes_it(
    bridge: Bridge, one: StaffMember, stranger: StaffMember
) -> None:
    lost, _ = open_case(bridge.parts.database, NewCase(channel="mail", language="nl", question="?"), key="k", by="t")
    assert codes(bridge, one, "new") == codes(bridge, stranger, "new") == [lost.code]
    life.claim(bridge.parts, lost.code, stranger)
    assert (bridge.case(lost.code).team_id, codes(bridge, one, "new")) == ("south", [])


def test_counts_are_those_of_the_lists(bridge: Bridge, case: Case, one: StaffMember) -> None:
    make_case(bridge)
    life.claim(bridge.parts, case.code, one)
    with bridge.parts.database.transaction() as session:
        assert counts(session, one) == {"new": 1, "mine": 1, "waiting": 0, "overdue": 0, "closed": 0}
