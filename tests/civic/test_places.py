"""Which city a message names, and whether that is all it says."""

from __future__ import annotations

import pytest

from civic.content.load import Content
from civic.places import find_city, only_tells_city


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("ik woon in Beringen", "beringen"),
        ("Genk'te oturuyorum", "genk"),
        ("Beringen’deyim", "beringen"),
        ("أسكن في Genk", "genk"),
        ("GENK", "genk"),
        ("van Genk naar Beringen", None),
        ("ik woon in Hasselt", None),
        ("genkgo", None),
    ],
)
def test_the_one_city_of_a_message(content: Content, text: str, city: str | None) -> None:
    assert find_city(text, content) == city


@pytest.mark.parametrize("city", ["Genk", "Beringen"])
@pytest.mark.parametrize("said", ["ik woon in {}", "{}'te oturuyorum", "أسكن في {}", "{}", "{}!"])
def test_where_someone_lives_is_no_question(content: Content, said: str, city: str) -> None:
    assert only_tells_city(said.format(city), content)


@pytest.mark.parametrize(
    "asked",
    ["mag ik spreken in de gemeenteraad van Genk?", "Genk'te çöpü kim alır?", "ik ben verhuisd naar Beringen", "hallo"],
)
def test_a_question_that_names_a_city_is_a_question(content: Content, asked: str) -> None:
    assert not only_tells_city(asked, content)
