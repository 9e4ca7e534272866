"""Parts of the real system die while people are talking to it, and come back."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from civic.case_codes import find_code
from civic.content.load import Content
from scripts.stack import Stack
from tests.journeys.resident import Heard, Resident
from tests.journeys.starting import logs_of, running_system
from tests.standins.libretranslate import LibreTranslate

pytestmark = pytest.mark.journey

QUESTION = {
    "nl": "Wie repareert de straatlamp in de Wemelgangstraat?",
    "tr": "Wemelgang sokağında sokak lambası yanmıyor, kime söyleyeyim?",
    "ar": "من يصلح مصباح الشارع المعطل؟",
}
NAME = "Borrelinde"
PHONE = "0468 13 57 97"
LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, translator: LibreTranslate) -> Iterator[Stack]:
    """A system of this module's own, to break."""
    with running_system(tmp_path_factory.mktemp("bad-days"), translator_url=translator.url) as stack:
        yield stack


@pytest.fixture(scope="class")
def without_actions(system: Stack) -> Iterator[Stack]:
    """The action server is gone for all tests of a class."""
    yield from _without(system, "actions")


@pytest.fixture(scope="class")
def without_rasa(system: Stack) -> Iterator[Stack]:
    """Rasa is gone for all tests of a class."""
    yield from _without(system, "rasa")


def _without(system: Stack, name: str) -> Iterator[Stack]:
    process = system.processes[name]
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    try:
        yield system
    finally:
        system.restart(name)
        system.wait_until_ready()


def resident_of(system: Stack, language: str) -> Resident:
    return Resident(system.settings.public_url, language=language, city="genk")


def expect_apology(heard: Heard, content: Content, language: str) -> None:
    """Sorry in the resident's language, and the offer of a person."""
    assert heard.messages[0]["text"] == content.phrase("apology", language)
    assert {message["language"] for message in heard.messages} == {language}
    assert heard.payloads == ["/handover_agree", "/handover_decline"]


class TestWithoutActions:
    """Everything here happens while the action server is dead."""

    @LANGUAGES
    def test_an_apology_in_the_language_of_the_resident(
        self, without_actions: Stack, content: Content, language: str
    ) -> None:
        expect_apology(resident_of(without_actions, language).says(QUESTION[language]), content, language)

    def test_it_is_told_to_who_watches(self, without_actions: Stack) -> None:
        response = resident_of(without_actions, "nl").gets("/readyz")
        assert response.status_code == 503
        assert response.json()["parts"] == {
            "rasa": "ok",
            "actions": "unavailable",
            "database": "ok",
            "worker": "ok",
        }


@LANGUAGES
def test_when_the_actions_are_back_there_are_answers(system: Stack, language: str) -> None:
    assert resident_of(system, language).says(QUESTION[language]).answer["topic"] == "street-light"


class TestWithoutRasa:
    """Everything here happens while Rasa is dead."""

    @LANGUAGES
    def test_an_apology_in_the_language_of_the_resident(
        self, without_rasa: Stack, content: Content, language: str
    ) -> None:
        expect_apology(resident_of(without_rasa, language).says(QUESTION[language]), content, language)

    @LANGUAGES
    def test_a_person_can_still_be_asked(self, without_rasa: Stack, content: Content, language: str) -> None:
        resident = resident_of(without_rasa, language)
        offer = resident.says(QUESTION[language])
        how = resident.presses("/handover_agree", offered=offer)
        resident.presses("/reach_phone", offered=how)
        resident.says(PHONE)
        told = resident.says(NAME)
        assert told.owner == "waiting"
        code = find_code(told.text)
        assert code is not None
        assert told.text == content.phrase("case_opened", language, code=code)
        assert code in resident.says(code).text

    def test_an_emergency_gets_its_number(self, without_rasa: Stack) -> None:
        assert "112" in resident_of(without_rasa, "nl").says("help mijn huis staat in brand").text

    def test_it_is_told_to_who_watches(self, without_rasa: Stack) -> None:
        resident = resident_of(without_rasa, "nl")
        assert resident.gets("/readyz").status_code == 503
        assert resident.gets("/healthz").status_code == 200

    def test_topics_can_still_be_read(self, without_rasa: Stack) -> None:
        assert resident_of(without_rasa, "nl").gets("/t/street-light").status_code == 200


def test_when_rasa_is_back_there_are_answers(system: Stack) -> None:
    assert resident_of(system, "nl").says(QUESTION["nl"]).answer["topic"] == "street-light"


def test_bad_days_leave_no_words_of_residents_in_the_logs(system: Stack) -> None:
    resident_of(system, "nl").says(QUESTION["nl"])
    for log in logs_of(system).values():
        for word in ("wemelgang", NAME.casefold(), PHONE, PHONE.replace(" ", "")):
            assert word not in log.casefold()
