"""A wish to hear an answer is recognised when it is the whole message, however it is written."""

from __future__ import annotations

import pytest

from civic.reading_aloud import Wish, find_wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("LEES VOOR!", Wish.LISTEN),
        ("Sesli oku", Wish.LISTEN),
        ("ما بعرف اقرأ", Wish.LISTEN),
        ("trager aub", Wish.SLOWER),
        ("yavas yavas", Wish.SLOWER),
        ("أبطأ", Wish.SLOWER),
        ("altijd voorlezen", Wish.ALWAYS),
        ("اقرأ دائما", Wish.ALWAYS),
        ("artik sesli okuma", Wish.ASKED),
        ("niet meer voorlezen", Wish.ASKED),
        ("stop", None),
        ("wie kan mijn brief voorlezen?", None),
        ("okuma yazma kursu", None),
    ],
)
def test_only_a_message_that_says_nothing_else_is_a_wish(text: str, wish: Wish | None) -> None:
    assert find_wish(text) is wish
