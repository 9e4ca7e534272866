"""Persons, cases and their codes over WhatsApp."""

from __future__ import annotations

from typing import Any

from civic.content.load import Content
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.schema import Case, CaseMessage
from tests.gateway.whatsapp.phone import Resident, owned_by, words


def test_while_a_person_speaks_words_go_to_them_and_the_bot_is_mute(resident: Resident) -> None:
    resident.says("mijn straatlamp is kapot")
    owned_by(resident.parts, resident.talk, "person", question="lamp")
    assert resident.says("het is de lamp voor nummer 12") == []
    with resident.parts.database.transaction() as session:
        assert [each.original for each in session.query(CaseMessage)][-1] == "het is de lamp voor nummer 12"


def test_a_picture_is_not_lost_in_silence_while_a_person_speaks(resident: Resident, content: Content) -> None:
    resident.says("mijn straatlamp is kapot")
    owned_by(resident.parts, resident.talk, "person", question="lamp")
    (told,) = resident.sends("image", {"id": "1"})
    assert told.text == content.phrase("unsupported", "nl")


def test_a_talk_that_begins_with_a_case_code_goes_on_with_the_case(
    resident: Resident, parts: Services, content: Content
) -> None:
    case, _ = open_case(parts.database, NewCase(channel="web", language="nl", question="lamp"), key="k", by="test")
    told = resident.says(case.code)
    assert plain_text(told) == content.phrase("continued", "nl", code=case.code)
    with parts.database.transaction() as session:
        assert session.get_one(Case, case.id).conversation_id == resident.talk.id


def plain_text(told: list[Any]) -> str:
    """The first thing that was said."""
    return str(told[0].text)


def test_a_case_with_a_name_asks_the_name_first(resident: Resident, parts: Services, content: Content) -> None:
    new = NewCase(channel="web", language="nl", question="lamp", name="Fatma")
    case, _ = open_case(parts.database, new, key="k", by="test")
    assert resident.says(f"code {case.code}")[0].text == content.phrase("continue_name_question", "nl")
    assert resident.says("fatma")[0].text == content.phrase("continued", "nl", code=case.code)


def test_later_in_a_talk_a_code_tells_how_the_case_stands(
    resident: Resident, parts: Services, content: Content
) -> None:
    case, _ = open_case(parts.database, NewCase(channel="web", language="nl", question="lamp"), key="k", by="test")
    resident.says("wie haalt het grofvuil op?")
    told = resident.says(case.code)
    assert told[0].text == content.phrase("case_status_new", "nl", code=case.code)
    assert f"/continue_{case.code}" in told[0].choices.values()


def test_a_case_that_is_to_be_answered_on_this_number_goes_on_here(
    resident: Resident, parts: Services, content: Content
) -> None:
    hidden = parts.numbers.hide(resident.phone.number)
    new = NewCase(channel="web", language="nl", question="lamp", reach="whatsapp", phone=hidden)
    case, _ = open_case(parts.database, new, key="k", by="test")
    told = resident.says("dag, ik ben het van die lamp")
    assert content.phrase("continued", "nl", code=case.code) in words(told)
    with parts.database.transaction() as session:
        assert session.get_one(Case, case.id).conversation_id == resident.talk.id
