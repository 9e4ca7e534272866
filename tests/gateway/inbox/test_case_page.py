"""The page of a case: what it shows to whom."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from civic.cards import answer_with
from civic.replies import Button, Kind, TurnResult
from gateway.bridge import life
from gateway.store.cases import NewCase, open_case
from gateway.store.schema import Case, CaseState, Conversation, Message
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.inbox.conftest import ARABIC, Desk, words_of

FORMS = ("claim", "release", "reply", "phrase", "card", "note", "forward", "close")


def test_another_teams_case_does_not_exist(case: Case, stranger: Desk) -> None:
    assert stranger.browser.get(f"/inbox/{case.code}").status_code == 404
    fields = {"text": "x", "phrase": "bridge_hello", "topic": "library", "note": "x", "team": "south", "outcome": "x"}
    for form in FORMS:
        assert stranger.does(case, form, **fields).status_code == 404, form


@pytest.mark.parametrize("code", ["ZZZZZZ", "K7M3QF", "x", "deliveries2"])
def test_a_case_that_is_not_there(one: Desk, code: str) -> None:
    assert one.browser.get(f"/inbox/{code}").status_code == 404
    assert one.browser.post(f"/inbox/{code}/claim").status_code == 404


def test_a_code_works_however_it_is_typed(case: Case, one: Desk) -> None:
    assert case.code in one.reads(f"/inbox/{case.code.lower()}")


def test_the_summary_and_all_around_the_case(bridge: Bridge, arabic: Case, one: Desk) -> None:
    page = words_of(one.reads(f"/inbox/{arabic.code}"))
    for shown in (
        ARABIC,
        f"[nl] {ARABIC}",
        "Schrijft Arabisch (getypt) in Genk , Winterslag",
        "WieDoetWat had geen antwoord.",
        "Wil antwoord in dit gesprek.",
        "Team Noord",
        "Gaat waarschijnlijk over Grofvuil",
        "Team Noord is het standaardteam voor Genk.",
        "vraag aangekomen",
    ):
        assert shown in page, shown


def test_what_the_assistant_answered_stands_beside_its_dutch(bridge: Bridge, one: Desk, rasa: FakeRasa) -> None:
    content = bridge.parts.content
    rasa.result = TurnResult(replies=(answer_with(content, "bulky-waste", language="tr", city="genk"),))
    case = make_case(bridge, language="tr", question="Koltuğu kim alır?")
    bridge.says(case, "Koltuğu kim alır?")
    page = one.reads(f"/inbox/{case.code}")
    for language in ("nl", "tr"):
        assert content.said("bulky-waste", language, "genk").wording.answer in page
    assert "WieDoetWat antwoordde: Grofvuil" in words_of(page)


def test_what_the_assistant_says_about_passing_on_is_folded_and_in_dutch(bridge: Bridge, one: Desk) -> None:
    case = make_case(bridge, language="ar", question=ARABIC)
    life.claim(bridge.parts, case.code, one.member)
    page = BeautifulSoup(one.reads(f"/inbox/{case.code}"), "html.parser")
    folded = " ".join(page.select_one(".quiet details").get_text(" ").split())
    assert "Medewerker Een van Team Noord neemt je vraag" in folded
    assert page.select_one('.quiet [lang="ar"][dir="rtl"]')


def test_choices_that_the_assistant_gave_are_named(bridge: Bridge, case: Case, one: Desk, rasa: FakeRasa) -> None:
    rasa.result = saying("Wat bedoel je?", Button(title="x", payload="/library", topic="library"), kind=Kind.CLARIFY)
    bridge.says(case, "boek")
    title = bridge.parts.content.said("library", "nl", "genk").wording.title
    assert f"Gaf te kiezen: {title}" in words_of(one.reads(f"/inbox/{case.code}"))


def test_a_private_number_is_shown_only_to_who_is_to_call(bridge: Bridge, one: Desk, two: Desk) -> None:
    case = make_case(bridge, reach="phone", phone="0470123456", question="Bel mij op 0470 12 34 56, ik ben thuis")
    assert "0470" not in one.reads(f"/inbox/{case.code}")
    assert "0470" not in one.reads("/inbox")
    life.claim(bridge.parts, case.code, one.member)
    mine = one.reads(f"/inbox/{case.code}")
    assert 'href="tel:0470123456"' in mine
    assert "0470 12 34 56" not in mine
    assert "•••" in mine
    assert "0470" not in two.reads(f"/inbox/{case.code}")
    life.close(bridge.parts, case.code, one.member, CaseState.RESOLVED, "Gebeld")
    assert "0470" not in one.reads(f"/inbox/{case.code}")


@pytest.mark.parametrize("reach", ["chat", "desk"])
def test_no_number_where_nobody_is_to_call(bridge: Bridge, one: Desk, reach: str) -> None:
    case = make_case(bridge, reach=reach, phone="0470123456")
    life.claim(bridge.parts, case.code, one.member)
    assert "0470123456" not in one.reads(f"/inbox/{case.code}")


def test_only_who_has_the_case_gets_the_forms_for_it(bridge: Bridge, case: Case, one: Desk, two: Desk) -> None:
    def forms(desk: Desk) -> set[str]:
        page = BeautifulSoup(desk.reads(f"/inbox/{case.code}"), "html.parser")
        sent = {form["action"].rsplit("/", 1)[1] for form in page.main.find_all("form", method="post")}
        return sent & set(FORMS)

    assert forms(one) == {"claim", "note"}
    life.claim(bridge.parts, case.code, one.member)
    assert forms(one) == set(FORMS) - {"claim"}
    assert forms(two) == {"note"}
    assert "Medewerker Een behandelt deze vraag" in words_of(two.reads(f"/inbox/{case.code}"))
    life.close(bridge.parts, case.code, one.member, CaseState.UNREACHABLE, "Drie keer gebeld")
    assert forms(one) == {"note"}
    closed = words_of(two.reads(f"/inbox/{case.code}"))
    assert "Niet bereikt door Medewerker Een" in closed
    assert "Drie keer gebeld" in closed


@pytest.mark.parametrize(("answer", "shown"), [(True, "dit hielp"), (False, "dit hielp niet")])
def test_whether_it_helped(bridge: Bridge, case: Case, one: Desk, answer: bool, shown: str) -> None:
    with bridge.parts.database.transaction() as session:
        changed = session.get_one(Case, case.id)
        changed.state, changed.outcome, changed.helped = "resolved", "Klaar", answer
        changed.closed_at = changed.touched_at
    assert f"de inwoner zegt: {shown}" in words_of(one.reads(f"/inbox/{case.code}"))


def test_a_resident_who_spoke_is_marked(bridge: Bridge, case: Case, one: Desk) -> None:
    assert "(getypt)" in one.reads(f"/inbox/{case.code}")
    with bridge.parts.database.transaction() as session:
        said = session.query(Message).filter_by(conversation_id=case.conversation_id).first()
        said.body = {**said.body, "voice": True}
    assert "(ingesproken)" in one.reads(f"/inbox/{case.code}")


def test_a_case_without_a_talk_shows_its_question_with_a_translation(bridge: Bridge, one: Desk) -> None:
    new = NewCase(channel="mail", language="ar", city="genk", question=ARABIC)
    case, _ = open_case(bridge.parts.database, new, key="k", by="test", content=bridge.parts.content)
    bridge.translate_all()
    for path in ("/inbox", f"/inbox/{case.code}"):
        page = one.reads(path)
        assert f"[nl] {ARABIC}" in page
        assert "Nieuw bericht" not in page
    life.claim(bridge.parts, case.code, one.member)
    assert "geen gesprek" in one.reads(f"/inbox/{case.code}")


def test_a_wiped_talk_leaves_a_page(bridge: Bridge, case: Case, one: Desk) -> None:
    with bridge.parts.database.transaction() as session:
        session.query(Message).filter_by(conversation_id=case.conversation_id).delete()
        session.query(Conversation).filter_by(id=case.conversation_id).delete()
    assert case.code in one.reads(f"/inbox/{case.code}")


def test_looking_is_written_down_once(case: Case, one: Desk, two: Desk) -> None:
    for _ in range(3):
        one.reads(f"/inbox/{case.code}")
    two.reads(f"/inbox/{case.code}")
    assert one.did() == two.did() == [("case_seen", case.code)]


def test_nothing_of_the_resident_is_in_the_logs(
    bridge: Bridge, arabic: Case, one: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    one.reads(f"/inbox/{arabic.code}?q=geheim")
    one.does(arabic, "reply", text="geheim")
    assert ARABIC not in caplog.text
    assert "geheim" not in caplog.text


def test_the_button_that_calls_an_answer_wrong(bridge: Bridge, case: Case, one: Desk, rasa: FakeRasa) -> None:
    rasa.result = TurnResult(replies=(answer_with(bridge.parts.content, "library", language="nl", city="genk"),))
    bridge.says(case, "En mijn zetel?")
    form = BeautifulSoup(one.reads(f"/inbox/{case.code}"), "html.parser").select_one("form.wrong")
    fields: dict[str, Any] = {each["name"]: each["value"] for each in form.find_all("input")}
    answer = one.browser.post(form["action"], data={**fields, "problem": form.button["value"]})
    assert "De redactie bekijkt dat antwoord." in one.told(answer)
