"""Topics for a word from a letter."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.gateway.desk.working import Desk, checked, words_of


def found(desk: Desk, query: str) -> list[str]:
    """The topics for a query, best first."""
    page = checked(desk.does("find", q=query))
    return [str(button["value"]) for button in page.select(".found__topic")]


@pytest.mark.parametrize(
    ("word", "topic"),
    [
        ("GAS", "gas-fine"),
        ("domicilie", "address-change"),
        ("Fluvius", "electricity-gas-grid"),
        ("grofvuil", "bulky-waste"),
        ("leefloon", "leefloon"),
        ("aanslagbiljet", "income-tax"),
    ],
)
def test_a_word_from_a_letter_leads_to_its_topic(desk: Desk, word: str, topic: str) -> None:
    desk.begins("tr")
    assert topic in found(desk, word)[:4]


def test_the_list_is_in_dutch_with_the_level_and_each_topic_shows_its_card(desk: Desk) -> None:
    desk.begins("ar")
    first = checked(desk.does("find", q="Fluvius")).select_one(".found__topic")
    title = desk.parts.content.said(first["value"], "nl", "genk").wording.title
    assert words_of(first) == f"{title} Nutsbedrijf"
    assert first.find_parent("form")["action"] == "/desk/card"


def test_the_page_without_script_keeps_the_word_in_the_box(desk: Desk) -> None:
    desk.begins()
    assert checked(desk.does("find", q="Fluvius")).find(id="q")["value"] == "Fluvius"


def test_for_the_script_there_is_only_the_list(desk: Desk) -> None:
    desk.begins()
    answer = desk.browser.post("/desk/find", data={"q": "Fluvius"}, headers={"X-Part": "found"})
    part = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert part.find("html") is None
    assert part.find(id="found").select(".found__topic")


@pytest.mark.parametrize("query", ["", "   ", "qqqqzzzz", "x" * 5000])
def test_nothing_found_is_no_error(desk: Desk, query: str) -> None:
    desk.begins()
    assert found(desk, query) == []
