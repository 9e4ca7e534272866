"""From "I want a person" to an answer that comes back, on the whole running system."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from civic.case_codes import find_code
from civic.content.load import Content
from tests.journeys.resident import Resident
from tests.journeys.staff import Staff
from tests.journeys.test_reach_a_person import LANGUAGES, QUESTION, asks_for_a_person

pytestmark = pytest.mark.journey
REPLY = "Ik bel morgen met Fluvius. Ik laat je weten wat ze zeggen."
OUTCOME = "Fluvius komt deze week de lamp maken."
WITHIN_SECONDS = 20
THANKS = {"nl": "Dank je, tot morgen", "tr": "Teşekkürler, yarın görüşürüz", "ar": "شكرًا، إلى الغد"}


def waits_for(look: Callable[[], Any], what: str) -> Any:
    """What `look` finds, as soon as it finds something; the worker needs a second or two."""
    end = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError(f"{what} did not come within {WITHIN_SECONDS} s")


def from_person(resident: Resident) -> list[dict[str, Any]]:
    """What a person wrote in the conversation."""
    return [message for message in resident.history().json()["messages"] if message["from"] == "person"]


@LANGUAGES
def test_a_person_takes_over_answers_and_closes(
    newcomer: Callable[..., Resident], staff: Staff, content: Content, language: str
) -> None:
    resident = newcomer(city="genk")
    code = find_code(asks_for_a_person(resident, language, by_phone=False).messages[0]["text"])
    assert code

    staff.takes(code)
    assert resident.history().json()["owner"] == "person"
    mute = resident.says(QUESTION[language])
    assert not [message for message in mute.messages if message["kind"] == "answer"]

    staff.does(code, "reply", text=REPLY, language="nl")
    (answer,) = waits_for(lambda: from_person(resident), "the reply")
    assert answer["language"] == language
    if language == "nl":
        assert answer["text"] == REPLY
    else:
        assert answer["text"] == f"({language}) {REPLY}"
        assert answer["original"]["text"] == REPLY

    resident.says(THANKS[language])
    in_dutch = THANKS[language] if language == "nl" else f"(nl) {THANKS[language]}"
    waits_for(lambda: in_dutch in staff.reads(f"/inbox/{code}"), "the resident's words in Dutch")
    assert THANKS[language] in staff.reads(f"/inbox/{code}")

    staff.does(code, "close", state="resolved", outcome=OUTCOME)

    def told() -> list[dict[str, Any]]:
        return [m for m in resident.history().json()["messages"] if OUTCOME in m["text"]]

    waits_for(told, "the outcome")
    yes = content.phrase("helped_yes_button", language)

    def asked() -> list[str]:
        buttons = [b for m in resident.history().json()["messages"] for b in m["buttons"] if b["title"] == yes]
        return [button["payload"] for button in buttons]

    (payload,) = waits_for(asked, "the question whether it helped")
    assert resident.says(payload).text == content.phrase("helped_thanks", language)
    back = resident.says(QUESTION[language])
    assert (back.owner, back.answer["topic"]) == ("bot", "street-light")


def test_two_who_take_a_case_at_once_do_not_both_get_it(
    newcomer: Callable[..., Resident], staff: Staff, url: str, login: tuple[str, str]
) -> None:
    code = find_code(asks_for_a_person(newcomer(city="genk"), "nl", by_phone=False).messages[0]["text"])
    assert code
    staff.takes(code)
    twice = Staff(url)
    twice.signs_in(*login)
    page = twice.reads(f"/inbox/{code}")
    assert f"/inbox/{code}/claim" not in page
