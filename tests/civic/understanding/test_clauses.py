"""Cutting a message into clauses that could each be a question."""

from __future__ import annotations

import pytest

from civic.understanding.clauses import clauses_of


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Wie haalt mijn matras op en waar vraag ik een nieuwe identiteitskaart?", 2),
        ("Sokak lambası yanmıyor. Ayrıca çöpüm alınmadı, kime söyleyeyim?", 3),
        ("وين بجدد الهوية وكمان مين بياخد الفرشة القديمة", 2),
        ("وين بجدد هويتي ومين بياخد الفرشة القديمة", 2),
        ("Wie haalt mijn matras op?", 0),
        ("vuilnis en papier", 0),
        ("", 0),
    ],
)
def test_messages_are_cut_where_a_second_question_could_start(text: str, clauses: int) -> None:
    assert len(clauses_of(text)) == clauses
