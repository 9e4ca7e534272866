"""From "I want a person" to a case that staff see and the resident can follow; and being forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from civic.case_codes import find_code
from civic.content.load import Content
from tests.journeys.resident import Heard, Resident
from tests.journeys.staff import Staff

pytestmark = pytest.mark.journey

LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])
QUESTION = {
    "nl": "Wie repareert een kapotte straatlamp?",
    "tr": "Sokak lambası yanmıyor, kime söyleyeyim?",
    "ar": "من يصلح مصباح الشارع المعطل؟",
}
PERSON = {"nl": "ik wil een mens spreken", "tr": "bir insanla konuşmak istiyorum", "ar": "أريد أن أتكلم مع إنسان"}
YES = {"nl": "ja", "tr": "evet", "ar": "نعم"}
FORGET = {"nl": "verwijder mijn gegevens", "tr": "verilerimi sil", "ar": "احذف بياناتي"}
STATUS = {"nl": "status {}", "tr": "{} ne durumda", "ar": "الحالة {}"}
NAME = "Zekiye"
PHONE = "0470 98 76 54"


def asks_for_a_person(resident: Resident, language: str, *, by_phone: bool = True) -> Heard:
    """A question first, then a person, reached by phone or in this chat; ends with the case."""
    resident.says(QUESTION[language])
    offer = resident.says(PERSON[language])
    assert offer.payloads == ["/handover_agree", "/handover_decline"]
    how = resident.presses("/handover_agree", offered=offer)
    resident.presses("/reach_phone" if by_phone else "/reach_chat", offered=how)
    if by_phone:
        resident.says(PHONE)
    return resident.says(NAME)


@LANGUAGES
def test_a_case_is_seen_by_staff_and_followed_by_its_code(
    newcomer: Callable[..., Resident], staff: Staff, content: Content, language: str
) -> None:
    resident = newcomer(city="genk")

    told = asks_for_a_person(resident, language)

    assert (set(told.kinds), told.owner) == ({"handover"}, "waiting")
    opened = told.messages[0]["text"]
    code = find_code(opened)
    assert code is not None
    assert opened == content.phrase("case_opened", language, code=code)

    assert code in staff.reads("/inbox")
    case = staff.reads(f"/inbox/{code}")
    for shown in (NAME, content.said("street-light", "nl", "genk").wording.title, QUESTION[language]):
        assert shown in case
    assert "0470987654" not in case

    elsewhere = newcomer(language=language)
    status = elsewhere.says(STATUS[language].format(code.lower())).messages[0]["text"]
    assert status == content.phrase("case_status_new", language, code=code)
    assert "tel:0470987654" in staff.takes(code)


def test_while_waiting_the_bot_goes_on_answering(resident: Resident) -> None:
    asks_for_a_person(resident, "nl")
    heard = resident.says("Wie haalt mijn grofvuil op?")
    assert (heard.owner, heard.answer["topic"]) == ("waiting", "bulky-waste")


@LANGUAGES
def test_a_typed_yes_is_agreement(resident: Resident, language: str) -> None:
    resident.says(PERSON[language])
    assert resident.says(YES[language]).payloads == ["/reach_chat", "/reach_phone", "/reach_desk"]


def test_a_no_shares_nothing(resident: Resident, staff: Staff, content: Content) -> None:
    before = staff.reads("/inbox").count("<li>")
    offer = resident.says(PERSON["nl"])
    assert resident.presses("/handover_decline", offered=offer).text == content.phrase("declined", "nl")
    assert staff.reads("/inbox").count("<li>") == before


@LANGUAGES
@pytest.mark.parametrize("code", ["K7M3QF", "C4C6CC"])
def test_a_code_alone_does_not_change_the_language(
    resident: Resident, content: Content, language: str, code: str
) -> None:
    resident.says(QUESTION[language])
    heard = resident.says(code)
    assert (heard.language, heard.text) == (language, content.phrase("case_unknown", language))


def test_strangers_do_not_see_the_inbox(url: str, login: tuple[str, str]) -> None:
    stranger = Staff(url)
    assert stranger.opens("/inbox").url.startswith(f"{url}/staff/sign-in")
    assert stranger.signs_in(login[0], "a guess").status_code == 401
    assert stranger.signs_in(*login, token="made up").status_code == 400
    assert "/staff/sign-in" in stranger.opens("/inbox").url


@LANGUAGES
def test_forget_me_leaves_nothing(resident: Resident, content: Content, language: str) -> None:
    resident.says(QUESTION[language])
    asked = resident.says(FORGET[language])
    assert asked.payloads == ["/forget_confirmed", "/forget_declined"]
    assert resident.history().status_code == 200
    assert resident.says(YES[language]).text == content.phrase("forget_done", language)
    assert resident.history().status_code == 404


def test_forget_me_can_be_taken_back(resident: Resident, content: Content) -> None:
    resident.says(QUESTION["nl"])
    asked = resident.says(FORGET["nl"])
    assert resident.presses("/forget_declined", offered=asked).text == content.phrase("forget_kept", "nl")
    assert len(resident.history().json()["messages"]) > 4
