"""A resident comes back to the desk with a code."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from gateway.bridge import life
from gateway.conversation import guesses
from gateway.store.schema import AuditEntry, Case, CaseState
from tests.gateway.bridge.conftest import make_case
from tests.gateway.desk.working import Desk, checked, words_of


def looks_up(desk: Desk, code: str, name: str = "") -> TestResponse:
    """Send the form."""
    return desk.does("lookup", code=code, name=name)


def told(answer: TestResponse) -> str:
    """What the page says of the case."""
    assert answer.status_code == 200
    return words_of(checked(answer).find(class_="case"))


def problem(answer: TestResponse) -> str:
    """What the page says is wrong."""
    assert answer.status_code == 422
    return words_of(checked(answer).select_one("[role=alert]"))


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case in Turkish that was opened at a desk before, and wiped there."""
    made = make_case(desk.bridge, language="tr", question="Koltuğumu kim alacak?", reach="desk", name="Deniz")
    desk.begins("tr")
    return made


def answers(desk: Desk, case: Case, text: str = "Bel ons morgen.") -> None:
    """A person of the team takes the case and answers."""
    member = desk.bridge.members["bridge-1"]
    life.claim(desk.parts, case.code, member)
    life.reply(desk.parts, case.code, member, text)
    desk.bridge.translate_all()


def test_code_and_name_tell_how_the_case_stands_and_what_was_answered(desk: Desk, case: Case) -> None:
    assert "Er is nog geen antwoord." in told(looks_up(desk, case.code, "Deniz"))
    answers(desk, case)
    read = told(looks_up(desk, case.code.lower(), "deniz"))
    assert "in behandeling" in read
    assert "Team Noord" in read
    assert "Bel ons morgen. [tr] Bel ons morgen." in read


def test_what_the_resident_asked_and_what_colleagues_noted_is_not_told(desk: Desk, case: Case) -> None:
    answers(desk, case)
    life.add_note(desk.parts, case.code, desk.bridge.members["bridge-1"], "Alleen voor ons.")
    page = looks_up(desk, case.code, "Deniz").get_data(as_text=True)
    assert "Alleen voor ons." not in page
    assert "Koltuğumu" not in page


def test_whoever_looked_stands_in_the_audit_log(desk: Desk, case: Case) -> None:
    looks_up(desk, case.code, "Deniz")
    assert desk.did() == [("case_seen", case.code)]


def test_the_name_is_asked_for_when_the_case_has_one(desk: Desk, case: Case) -> None:
    page = checked(looks_up(desk, case.code))
    assert "voornaam" in words_of(page.select_one("[role=alert]"))
    assert page.find(class_="case") is None
    assert page.find(id="case-name")
    assert page.find(id="code")["value"] == case.code


def test_a_wrong_name_is_counted_and_after_three_nobody_gets_further(desk: Desk, case: Case) -> None:
    for _ in range(3):
        assert "past niet" in problem(looks_up(desk, case.code, "Iemand anders"))
    assert "te veel foute namen" in problem(looks_up(desk, case.code, "Deniz"))


@pytest.mark.parametrize(("code", "expected"), [("hallo", "geen code"), ("C3C3CC", "kennen we niet")])
def test_what_is_no_code_is_said(desk: Desk, case: Case, code: str, expected: str) -> None:
    assert expected in problem(looks_up(desk, code))


def test_codes_cannot_be_tried_one_after_the_other(desk: Desk, case: Case) -> None:
    with desk.parts.database.transaction() as session:
        for _ in range(guesses.MOST):
            session.add(AuditEntry(login=guesses.GUESSER, action=guesses.WRONG_CODE, subject=""))
    assert "te veel foute codes" in problem(looks_up(desk, case.code, "Deniz"))


def test_going_on_brings_the_answers_and_the_case_into_this_talk(desk: Desk, case: Case) -> None:
    answers(desk, case)
    before = case.conversation_id
    for _ in range(2):  # a double click brings nothing twice
        desk.does("continue", code=case.code, name="Deniz")
    assert desk.pane("resident").count("[tr] Bel ons morgen.") == 1
    assert desk.bridge.case(case.code).conversation_id == desk.visit() != before
    answers_again = desk.bridge.members["bridge-1"]
    life.reply(desk.parts, case.code, answers_again, "Het is geregeld.")
    desk.bridge.translate_all()
    assert "Het is geregeld." in desk.pane("helper")


def test_of_a_closed_case_the_answer_can_still_be_shown(desk: Desk, case: Case) -> None:
    answers(desk, case)
    life.close(desk.parts, case.code, desk.bridge.members["bridge-1"], CaseState.RESOLVED, "De zetel is opgehaald.")
    desk.bridge.translate_all()
    assert "opgelost" in told(looks_up(desk, case.code, "Deniz"))
    desk.does("continue", code=case.code, name="Deniz")
    assert "[tr] De zetel is opgehaald." in desk.pane("resident")
    assert desk.bridge.case(case.code).conversation_id == case.conversation_id


def test_without_the_name_nobody_goes_on(desk: Desk, case: Case) -> None:
    answers(desk, case)
    assert desk.does("continue", code=case.code, name="Iemand anders").status_code == 422
    assert desk.bridge.case(case.code).conversation_id == case.conversation_id
    assert "Bel ons" not in desk.pane("resident")


def test_one_talk_has_one_open_case(desk: Desk, case: Case) -> None:
    desk.does("case", agreed="yes", question="Iets anders")
    assert "andere vraag open" in problem(desk.does("continue", code=case.code, name="Deniz"))


def test_the_case_of_this_talk_needs_no_name(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("case", agreed="yes", question="Een zetel", name="Deniz")
    (case,) = desk.cases()
    assert "nieuw" in told(looks_up(desk, case.code))
