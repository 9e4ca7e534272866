"""A visit begins with a language, belongs to one helper, and leaves nothing when it ends."""

from __future__ import annotations

import datetime as dt
import sqlite3

import pytest

from gateway.store.conversations import find_conversation, history, start_conversation
from gateway.store.retention import forget_old
from gateway.store.schema import Conversation, now
from tests.gateway.desk.working import Desk, words_of


def kept(desk: Desk, conversation: str) -> Conversation | None:
    """The conversation in the store."""
    with desk.parts.database.transaction() as session:
        return find_conversation(session, conversation)


def test_before_a_visit_there_is_a_choice_of_language_and_nothing_of_anyone(desk: Desk) -> None:
    page = desk.sees()
    assert [button["value"] for button in page.select(".start__language")] == ["nl", "tr", "ar"]
    assert [button["lang"] for button in page.select(".start__language")] == ["nl", "tr", "ar"]
    assert page.find(id="messages") is None


def test_a_visit_is_one_conversation_of_the_channel_desk(desk: Desk) -> None:
    desk.begins("ar", "beringen")
    talk = desk.talk()
    assert talk is not None
    assert (talk.language, talk.city, talk.channel) == ("ar", "beringen", "desk")


def test_the_panes_are_in_dutch_and_in_the_language_of_the_resident(desk: Desk) -> None:
    desk.begins("ar")
    page = desk.sees()
    resident = page.find(id="resident")
    assert (resident["lang"], resident["dir"]) == ("ar", "rtl")
    assert desk.parts.content.phrase("ui_box_label", "ar") in words_of(resident)
    assert "Typ voor de inwoner" in words_of(page.find(id="helper"))


def test_language_and_city_can_change_on_the_way_and_the_city_is_remembered(desk: Desk) -> None:
    desk.begins("tr", "genk")
    desk.does("settings", language="ar")
    desk.does("settings", city="beringen")
    talk = desk.talk()
    assert talk is not None
    assert (talk.language, talk.city) == ("ar", "beringen")
    desk.does("wipe")
    assert desk.sees().select_one("input[name=city][checked]")["value"] == "beringen"


def test_a_language_or_city_that_we_do_not_have_is_not_taken(desk: Desk) -> None:
    desk.begins("xx", "nowhere")
    desk.does("settings", language="yy", city="elsewhere")
    talk = desk.talk()
    assert talk is not None
    assert (talk.language, talk.city) == ("nl", None)


def test_one_tap_wipes_the_talk_from_store_and_cookie(desk: Desk) -> None:
    desk.begins()
    desk.does("say", text="Wie haalt mijn zetel op?", by="helper")
    before = desk.visit()
    assert before is not None
    answer = desk.does("wipe")
    assert answer.headers["Location"] == "/desk"
    assert kept(desk, before) is None
    with desk.parts.database.transaction() as session:
        assert list(history(session, before)) == []
    with desk.browser.session_transaction() as session:
        assert before not in str(dict(session))
    assert "zetel" not in words_of(desk.sees())


def test_wiping_asks_the_browser_to_forget_too_but_the_helper_stays_signed_in(desk: Desk) -> None:
    desk.begins()
    asked = desk.does("wipe").headers["Clear-Site-Data"]
    assert '"cache"' in asked
    assert '"storage"' in asked
    assert "cookies" not in asked
    assert desk.sees()


def test_how_large_the_resident_liked_to_read_is_forgotten_too(desk: Desk) -> None:
    desk.browser.get("/?text=large")
    assert desk.browser.get_cookie("text_size")
    desk.does("wipe")
    assert desk.browser.get_cookie("text_size") is None


def test_wiping_takes_along_what_the_resident_asked_on_the_ordinary_page(desk: Desk) -> None:
    with desk.parts.database.transaction() as store:
        other = start_conversation(store, language="tr", city="genk").id
    with desk.browser.session_transaction() as session:
        session.update(conversation=other, language="tr", city="genk")
    desk.does("wipe")
    assert kept(desk, other) is None
    with desk.browser.session_transaction() as session:
        assert not {"conversation", "language", "city"} & set(session)


def test_a_new_visit_wipes_what_was_left_of_the_one_before(desk: Desk) -> None:
    desk.begins()
    before = desk.visit()
    desk.begins("nl")
    assert desk.visit() != before
    assert kept(desk, before or "") is None


def test_signing_out_ends_the_visit(desk: Desk) -> None:
    desk.begins()
    before = desk.visit()
    desk.browser.post("/staff/sign-out")
    assert desk.visit() is None
    assert kept(desk, before or "") is None


def test_another_helper_in_the_same_browser_does_not_see_the_visit(desk: Desk) -> None:
    desk.begins()
    desk.does("say", text="Wie haalt mijn zetel op?", by="helper")
    before = desk.visit()
    other = desk.bridge.members["desk-2"]
    with desk.browser.session_transaction() as session:
        session["_user_id"] = f"{other.id}:{other.session_mark}"
    assert "zetel" not in words_of(desk.sees())
    assert kept(desk, before or "") is None


def touched(desk: Desk, minutes: int) -> None:
    """The visit was touched so long ago."""
    with desk.parts.database.transaction() as session:
        session.get_one(Conversation, desk.visit()).seen_at = now() - dt.timedelta(minutes=minutes)


def test_a_visit_that_nobody_touched_is_gone_even_when_the_screen_had_no_script(desk: Desk) -> None:
    desk.begins()
    before = desk.visit()
    touched(desk, desk.parts.settings.desk_idle_minutes + 6)
    assert desk.sees().find(id="messages") is None
    assert kept(desk, before or "") is None


def test_a_visit_that_was_left_open_goes_with_the_daily_forgetting(desk: Desk) -> None:
    desk.begins()
    before = desk.visit() or ""
    forget_old(desk.parts.database, days=180)
    assert kept(desk, before)
    touched(desk, 25 * 60)
    forget_old(desk.parts.database, days=180)
    assert kept(desk, before) is None


def test_looking_keeps_a_visit_alive_and_the_page_looking_by_itself_does_not(desk: Desk) -> None:
    desk.begins()
    touched(desk, 3)
    desk.browser.get("/desk", headers={"X-By-Itself": "1"})
    talk = desk.talk()
    assert talk is not None
    assert now() - talk.seen_at > dt.timedelta(minutes=2)
    desk.sees()
    talk = desk.talk()
    assert talk is not None
    assert now() - talk.seen_at < dt.timedelta(minutes=1)


def test_with_the_database_locked_the_screen_is_emptied_and_the_store_follows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.begins()
    before = desk.visit()
    desk.does("say", text="Wie haalt mijn zetel op?", by="helper")
    path = desk.parts.settings.database_url.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert desk.does("wipe").status_code == 303
    page = words_of(desk.sees())
    assert "zetel" not in page
    assert "databank antwoordt niet" in page
    holder.execute("ROLLBACK")
    holder.close()
    assert "databank" not in words_of(desk.sees())
    assert kept(desk, before or "") is None


def test_no_page_of_a_visit_may_be_kept_by_the_browser_and_no_address_tells_anything(desk: Desk) -> None:
    desk.begins()
    answers = [
        desk.does("say", text="Wie haalt mijn zetel op?", by="helper"),
        desk.does("card", topic="library"),
        desk.does("find", q="deurwaarder"),
        desk.does("settings", language="ar"),
        desk.browser.get("/desk"),
        desk.browser.get("/desk/slip/newest"),
        desk.browser.get("/desk/slip/newest.pdf"),
    ]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["no-store"] * len(answers)
    assert {answer.headers.get("Location", "/desk") for answer in answers} == {"/desk"}
    with desk.browser.session_transaction() as session:
        assert "deurwaarder" not in str(dict(session))


def test_the_page_works_without_script_by_going_back_when_nobody_is_there(desk: Desk) -> None:
    desk.begins()
    refresh = desk.sees().select_one("noscript meta")
    assert refresh["content"].endswith(";url=/desk")
    assert int(refresh["content"].split(";")[0]) > (desk.parts.settings.desk_idle_minutes + 5) * 60
