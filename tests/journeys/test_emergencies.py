"""Fire, violence, danger: the number at once, whatever was going on."""

from __future__ import annotations

import pytest

from tests.journeys.resident import Resident

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("language", "words", "number"),
    [
        ("nl", "help mijn huis staat in brand", "112"),
        ("tr", "evde yangın var", "112"),
        ("ar", "البيت يحترق", "112"),
        ("nl", "ik wil niet meer leven", "1813"),
    ],
)
def test_the_number_comes_first(resident: Resident, language: str, words: str, number: str) -> None:
    heard = resident.says(words)
    assert (heard.kinds, heard.language) == (["emergency"], language)
    assert number in heard.text
    assert number in {contact["value"] for contact in heard.messages[0]["contacts"]}


def test_also_in_the_middle_of_something_else(resident: Resident) -> None:
    offer = resident.says("ik wil een mens spreken")
    how = resident.presses("/handover_agree", offered=offer)
    resident.presses("/reach_phone", offered=how)
    assert resident.says("help mijn huis staat in brand").kinds == ["emergency"]
