"""The helper passes a question on to a person, with the resident's agreement."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from gateway.store.schema import CaseMessage, RoutingRule
from tests.gateway.desk.working import PHONE, Desk, checked, words_of


def passes_on(desk: Desk, **fields: str) -> TestResponse:
    """Send the form, agreed to."""
    return desk.does("case", **{"agreed": "yes", "reach": "desk", **fields})


def problem(answer: TestResponse) -> str:
    """What the page says is wrong."""
    return words_of(checked(answer).select_one("[role=alert]"))


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """A helper whose resident asked something in Turkish."""
    desk.begins("tr")
    desk.does("say", text="Eski koltuğumu kim alacak?")
    return desk


def test_a_case_is_of_the_desk_and_of_this_talk_with_its_topic_and_team(asked: Desk) -> None:
    asked.does("card", topic="library")
    assert passes_on(asked, name="Deniz").status_code == 303
    (case,) = asked.cases()
    assert (case.channel, case.language, case.city, case.reach) == ("desk", "tr", "genk", "desk")
    assert (case.topic, case.name, case.team_id) == ("library", "Deniz", "north")
    assert case.conversation_id == asked.visit()
    assert ("case_opened_at_desk", case.code) in asked.did()


def test_both_read_the_code_and_which_team_has_it(asked: Desk) -> None:
    passes_on(asked)
    (case,) = asked.cases()
    for pane in ("helper", "resident"):
        assert case.code in asked.pane(pane)
        assert "Team Noord" in asked.pane(pane)
    assert case.code in words_of(asked.sees().find(id="ways"))


def test_without_agreement_nothing_is_passed_on_and_what_was_typed_stays(asked: Desk) -> None:
    answer = asked.does("case", reach="desk", question="Een zetel", name="Deniz")
    assert answer.status_code == 422
    assert "goed vindt" in problem(answer)
    page = checked(answer)
    assert page.find(id="question").get_text() == "Een zetel"
    assert page.find(id="first-name")["value"] == "Deniz"
    assert page.find(id="tool-case").has_attr("open")
    assert asked.cases() == []


def test_the_sentence_to_agree_with_stands_there_in_both_languages(asked: Desk) -> None:
    form = asked.sees().find(id="case-form")
    for language in ("nl", "tr"):
        assert asked.parts.content.phrase("offer", language) in words_of(form)


def test_when_nothing_was_asked_the_helper_must_say_what_it_is_about(desk: Desk) -> None:
    desk.begins("tr")
    assert "waar het over gaat" in problem(passes_on(desk))
    passes_on(desk, question="Er ligt al weken een zetel op straat.")
    (case,) = desk.cases()
    with desk.parts.database.transaction() as session:
        words = session.query(CaseMessage).filter_by(case_id=case.id, sender="resident").all()
    assert [(each.original, each.language) for each in words] == [("Er ligt al weken een zetel op straat.", "nl")]


def test_the_same_form_twice_is_one_case_with_one_question(asked: Desk) -> None:
    passes_on(asked, question="Een zetel", once="the-same-form")
    assert passes_on(asked, question="Een zetel", once="the-same-form").status_code == 409
    assert len(asked.cases()) == 1
    assert [message["text"] for message in asked.said()].count("Een zetel") == 1


def test_who_wants_to_be_called_gives_a_number_and_it_stands_nowhere_as_it_is(asked: Desk) -> None:
    assert "telefoonnummer" in problem(passes_on(asked, reach="phone", phone="12"))
    passes_on(asked, reach="phone", phone=f"+{PHONE}")
    (case,) = asked.cases()
    assert case.reach == "phone"
    assert asked.parts.numbers.unseal(case.sealed_phone or "") == f"+{PHONE}"
    with asked.parts.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(asked.parts.settings.database_url.removeprefix("sqlite:///"))
    assert PHONE.encode() not in path.read_bytes()


def test_a_number_is_not_kept_of_who_comes_back_to_the_desk(asked: Desk) -> None:
    passes_on(asked, reach="desk", phone=f"+{PHONE}")
    (case,) = asked.cases()
    assert case.sealed_phone is None
    assert case.phone_hash is None


@pytest.mark.parametrize("name", ["12345", "x" * 41])
def test_a_first_name_is_a_name(asked: Desk, name: str) -> None:
    assert "voornaam" in problem(passes_on(asked, name=name))


def test_the_neighbourhood_is_asked_where_it_decides_about_the_team(asked: Desk) -> None:
    assert asked.sees().find(id="neighbourhood") is None
    with asked.parts.database.transaction() as session:
        session.add(RoutingRule(position=1, city="genk", neighbourhood="Winterslag", team_id="south"))
    assert asked.sees().find(id="neighbourhood")
    passes_on(asked, neighbourhood="Winterslag")
    (case,) = asked.cases()
    assert case.team_id == "south"


def test_the_city_is_asked_where_it_decides_about_the_team(desk: Desk) -> None:
    desk.begins("tr", "")
    desk.does("say", text="Koltuk")
    assert "stad" in problem(passes_on(desk))
    desk.does("settings", city="beringen")
    passes_on(desk)
    assert [case.team_id for case in desk.cases()] == ["south"]


def test_after_the_wipe_the_case_is_still_there_with_its_words(asked: Desk) -> None:
    passes_on(asked)
    asked.does("wipe")
    (case,) = asked.cases()
    assert case.conversation_id is None
    with asked.parts.database.transaction() as session:
        words = [each.original for each in session.query(CaseMessage).filter_by(case_id=case.id)]
    assert "Eski koltuğumu kim alacak?" in words


def test_with_the_database_locked_nothing_is_half_done(asked: Desk) -> None:
    path = asked.parts.settings.database_url.removeprefix("sqlite:///")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert passes_on(asked, question="Een zetel", once="once-and-again").status_code == 503
    holder.execute("ROLLBACK")
    holder.close()
    assert passes_on(asked, question="Een zetel", once="once-and-again").status_code == 303
    assert len(asked.cases()) == 1
