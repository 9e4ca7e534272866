"""Long texts are cut where a reader would pause, and never inside a word; what is left out shows."""

from __future__ import annotations

import pytest

from gateway.whatsapp.rendering.limits import cut, length
from gateway.whatsapp.rendering.splitting import split

PARAGRAPH = "Bel Limburg.net. Vraag wanneer ze komen. Zet je afval de avond ervoor buiten."


@pytest.mark.parametrize("limit", [20, 33, 50, 79, 200])
def test_every_word_is_kept_whole_and_in_order(limit: int) -> None:
    text = "\n\n".join([PARAGRAPH] * 5)
    pieces = split(text, limit)
    assert " ".join(pieces).split() == text.split()
    assert all(0 < length(piece) <= limit for piece in pieces)


def test_it_is_cut_between_paragraphs_first_then_between_sentences() -> None:
    assert split(f"{PARAGRAPH}\n\n{PARAGRAPH}", 90) == (PARAGRAPH, PARAGRAPH)
    assert split(PARAGRAPH, 60) == ("Bel Limburg.net. Vraag wanneer ze komen.", "Zet je afval de avond ervoor buiten.")


def test_arabic_questions_end_a_sentence_too() -> None:
    assert split("هل تريد المساعدة؟ اتصل بالبلدية الآن.", 25) == ("هل تريد المساعدة؟", "اتصل بالبلدية الآن.")


def test_a_word_that_is_too_long_for_any_message_is_still_sent() -> None:
    assert split("x" * 25, 10) == ("x" * 10, "x" * 10, "x" * 5)


def test_an_emoji_counts_for_two_and_is_not_cut_in_half() -> None:
    pieces = split("😀" * 15, 10)
    assert "".join(pieces) == "😀" * 15
    assert all(length(piece) <= 10 for piece in pieces)


def test_nothing_gives_no_message() -> None:
    assert split(" \n ", 10) == ()


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("Grofvuil ophalen", 24, "Grofvuil ophalen"),
        ("Huisvuil, gft, pmd en papier ophalen", 24, "Huisvuil, gft, pmd en…"),
        ("Kimlik kartı (identiteitskaart)", 20, "Kimlik kartı…"),
        ("Gezondheidszorgverzekering", 20, None),
    ],
)
def test_a_title_ends_after_a_whole_word_with_a_sign_that_there_is_more(
    text: str, limit: int, shown: str | None
) -> None:
    assert cut(text, limit) == shown
