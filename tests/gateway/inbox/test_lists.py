"""The lists: whose cases, what a row says, filters, pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from gateway.bridge import life
from gateway.inbox import views
from gateway.store.schema import Case, CaseState, StaffMember, now
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.inbox.conftest import ARABIC, Desk, words_of


def test_a_case_is_listed_for_its_own_team_only(
    case: Case, desk: Callable[[str], Desk], one: Desk, stranger: Desk
) -> None:
    assert case.code in one.reads("/inbox")
    assert case.code in desk("admin-1").reads("/inbox")
    for name in ("new", "mine", "waiting", "overdue", "closed"):
        assert case.code not in stranger.reads(f"/inbox?list={name}")


def test_an_admin_sees_no_other_teams_cases(bridge: Bridge, case: Case) -> None:
    with bridge.parts.database.transaction() as session:
        admin = StaffMember(login="admin-2", password_hash="x", role="admin", team_id="south")
        session.add(admin)
    elsewhere = Desk(bridge, admin)
    assert case.code not in elsewhere.reads("/inbox")
    assert elsewhere.browser.get(f"/inbox/{case.code}").status_code == 404
    assert elsewhere.does(case, "claim").status_code == 404


def test_a_case_moves_through_the_lists(bridge: Bridge, case: Case, one: Desk) -> None:
    def where() -> list[str]:
        return [name for name in views.LISTS if case.code in one.reads(f"/inbox?list={name}")]

    assert where() == ["new"]
    life.claim(bridge.parts, case.code, one.member)
    assert where() == ["mine"]
    life.reply(bridge.parts, case.code, one.member, "Dag")
    assert where() == ["mine", "waiting"]
    life.close(bridge.parts, case.code, one.member, CaseState.RESOLVED, "Klaar")
    assert where() == ["closed"]


def test_a_row_shows_the_dutch_and_the_residents_own_words(arabic: Case, one: Desk) -> None:
    page = one.reads("/inbox")
    assert f'<p class="sides__dutch" lang="nl" dir="ltr">[nl] {ARABIC}</p>' in page
    assert f'<p class="sides__own" lang="ar" dir="rtl">{ARABIC}</p>' in page
    for shown in ("Arabisch", "Genk, Winterslag", "Grofvuil", "in dit gesprek", "wacht op ons"):
        assert shown in words_of(page)


def test_a_row_says_that_words_are_not_translated_yet(bridge: Bridge, one: Desk) -> None:
    make_case(bridge, language="tr", question="Çöpü kim alıyor?")
    assert "wordt vertaald" in one.reads("/inbox")


def test_how_long_a_case_waits_and_that_it_is_late(bridge: Bridge, case: Case, one: Desk) -> None:
    with bridge.parts.database.transaction() as session:
        old = session.get_one(Case, case.id)
        old.created_at = old.touched_at = now() - dt.timedelta(days=2, minutes=5)
    assert "2 dagen wacht op ons" in words_of(one.reads("/inbox"))
    life.mark_overdue(bridge.parts)
    assert "2 dagen te laat" in words_of(one.reads("/inbox?list=overdue"))
    assert 'class="tab tab--late"' in one.reads("/inbox")


def test_new_words_of_the_resident_stand_out(bridge: Bridge, case: Case, one: Desk) -> None:
    life.claim(bridge.parts, case.code, one.member)
    life.reply(bridge.parts, case.code, one.member, "Waar staat hij?")
    assert "Nieuw bericht" not in one.reads("/inbox?list=mine")
    bridge.says(case, "Hij staat in de gang")
    page = words_of(one.reads("/inbox?list=mine"))
    assert "Nieuw bericht Hij staat in de gang" in page
    life.reply(bridge.parts, case.code, one.member, "Dank je")
    assert "Nieuw bericht" not in one.reads("/inbox?list=mine")


@pytest.mark.parametrize(
    ("query", "shown"),
    [("language=ar", True), ("language=tr", False), ("topic=bulky-waste", True), ("topic=library", False)]
    + [("neighbourhood=Winterslag", True), ("neighbourhood=Elders", False), ("channel=web", True)]
    + [("channel=mail", False), ("language=ar&neighbourhood=Winterslag", True)],
)
def test_filters(arabic: Case, one: Desk, query: str, shown: bool) -> None:
    page = one.reads(f"/inbox?{query}")
    assert (arabic.code in page) is shown
    assert "Alles tonen" in page
    assert ("Geen vraag past bij deze filters." in page) is not shown


def test_filters_offer_only_what_occurs_in_ones_own_cases(arabic: Case, case: Case, one: Desk, stranger: Desk) -> None:
    page = one.reads("/inbox")
    for value in ('value="ar"', 'value="nl"', 'value="Winterslag"', 'value="bulky-waste"'):
        assert f"<option {value}" in page
    assert '<option value="tr"' not in page
    assert "Winterslag" not in stranger.reads("/inbox")


def test_an_unknown_list_or_page_is_the_first(case: Case, one: Desk) -> None:
    for query in ("list=nonsense", "page=0", "page=x", "page=-3"):
        assert case.code in one.reads(f"/inbox?{query}")


def test_a_long_list_has_pages(bridge: Bridge, one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    codes = [make_case(bridge).code for _ in range(3)]
    first, second = one.reads("/inbox"), one.reads("/inbox?page=2")
    assert [code in first for code in codes] == [False, True, True]
    assert [code in second for code in codes] == [True, False, False]
    assert "page=2" in first
    assert "page=3" not in second


def test_who_belongs_to_no_team_is_told(bridge: Bridge, case: Case) -> None:
    with bridge.parts.database.transaction() as session:
        loose = StaffMember(login="bridge-9", password_hash="x", role="bridge")
        session.add(loose)
    page = Desk(bridge, loose).reads("/inbox")
    assert "nog bij geen team" in page
    assert case.code not in page


def test_words_of_residents_cannot_become_markup(bridge: Bridge, one: Desk) -> None:
    made = make_case(bridge, question="<script>alert(1)</script>")
    for path in ("/inbox", f"/inbox/{made.code}"):
        html = one.browser.get(path).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
