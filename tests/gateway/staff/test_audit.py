"""The log of who saw and did what, and its page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from gateway.services import Services
from gateway.staff.audit import Wanted, entries, record
from gateway.staff.audit_page import PER_PAGE
from gateway.store.schema import AuditEntry
from tests.gateway.staff.conftest import Staff


@pytest.fixture
def admin(hire: Callable[..., Staff]) -> Staff:
    """An admin who is signed in."""
    member = hire("admin-1", role="admin")
    member.signs_in()
    return member


def rows(admin: Staff, query: str = "") -> list[list[str]]:
    """The table of the page: who, what and about what, newest first."""
    page = admin.browser.get(f"/admin/audit{query}")
    assert page.status_code == 200
    body = re.search(r"<tbody[^>]*>(.*?)</tbody>", page.get_data(as_text=True), re.DOTALL)
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.DOTALL) if body else []
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in found]
    return [[re.sub(r"<[^>]*>", "", cell).strip() for cell in row[1:]] for row in cells]


def write(parts: Services, *written: AuditEntry) -> None:
    """Put entries in the log."""
    with parts.database.transaction() as session:
        session.add_all(written)


def test_what_is_recorded_is_shown_in_dutch(parts: Services, admin: Staff) -> None:
    with parts.database.transaction() as session:
        record(session, admin.now(), "case_seen", "K7M3QF")
        record(session, admin.now(), "own_word", "K7M3QF")
        record(session, None, "staff_added", "bridge-1")
    assert rows(admin) == [
        ["opdrachtregel", "maakte een account", "bridge-1"],
        ["admin-1", "own_word", "K7M3QF"],
        ["admin-1", "bekeek de vraag", "K7M3QF"],
        ["admin-1", "meldde zich aan", ""],
    ]


def test_what_was_rolled_back_did_not_happen(parts: Services, admin: Staff) -> None:
    def fails() -> None:
        with parts.database.transaction() as session:
            record(session, admin.now(), "case_closed", "K7M3QF")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert "case_closed" not in admin.did()


def test_too_long_a_subject_is_cut(parts: Services, admin: Staff) -> None:
    with parts.database.transaction() as session:
        record(session, admin.now(), "x" * 80, "y" * 200)
        session.flush()
        (entry,) = entries(session, Wanted(), limit=1)
    assert (len(entry.action), len(entry.subject)) == (60, 120)


def test_it_is_filtered_by_who_what_and_about_what(parts: Services, admin: Staff) -> None:
    write(
        parts,
        AuditEntry(login="bridge-1", action="case_seen", subject="K7M3QF"),
        AuditEntry(login="bridge-2", action="case_seen", subject="ABCDEF"),
        AuditEntry(login="bridge-1", action="case_claimed", subject="ABCDEF"),
    )
    assert {row[2] for row in rows(admin, "?login=Bridge-1")} == {"K7M3QF", "ABCDEF"}
    assert rows(admin, "?subject=abcdef&action=case_seen") == [["bridge-2", "bekeek de vraag", "ABCDEF"]]
    assert rows(admin, "?login=nobody") == []


def test_days_are_days_in_belgium(parts: Services, admin: Staff) -> None:
    for hour, name in ((21, "before"), (22, "on the day"), (45, "still"), (46, "after")):
        at = dt.datetime(2026, 6, 30, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
        write(parts, AuditEntry(login="bridge-1", action=name, at=at))
    assert [row[1] for row in rows(admin, "?from=2026-07-01&until=2026-07-01")] == ["still", "on the day"]
    assert len(rows(admin, "?from=yesterday&until=31/12")) == 5  # what is no date does not matter


def test_older_entries_are_a_page_further_with_the_same_filter(parts: Services, admin: Staff) -> None:
    write(parts, *(AuditEntry(login="bridge-1", action=f"did {number}") for number in range(PER_PAGE + 7)))
    first = admin.browser.get("/admin/audit?login=bridge-1").get_data(as_text=True)
    older = re.search(r'href="(/admin/audit\?[^"]*before=\d+[^"]*)">Ouder', first)
    assert older
    query = older[1].replace("&amp;", "&").removeprefix("/admin/audit")
    assert "login=bridge-1" in query
    assert [row[1] for row in rows(admin, query)] == [f"did {number}" for number in range(6, -1, -1)]
    assert ">Ouder" not in admin.browser.get(f"/admin/audit{query}").get_data(as_text=True)


def test_nobody_else_may_read_it(hire: Callable[..., Staff]) -> None:
    for role in ("bridge", "desk", "editor"):
        member = hire(f"{role}-1", role=role)
        member.signs_in()
        refused = member.browser.get("/admin/audit")
        assert refused.status_code == 403
        assert "mag je niet openen" in refused.get_data(as_text=True)


def test_what_was_typed_in_the_filter_cannot_become_markup(admin: Staff) -> None:
    assert "<script>alert" not in admin.browser.get("/admin/audit?login=<script>alert(1)").get_data(as_text=True)
