"""What is meant instead of the last answer's topic."""

from __future__ import annotations

import pytest

from civic.understanding.corrections import what_is_meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Nee, ik bedoel het voetpad", "het voetpad"),
        ("niet de straat maar het voetpad", "het voetpad"),
        ("Hayır, kaldırımı demek istedim", "kaldirimi"),
        ("hayır yol değil kaldırım", "kaldirim"),
        ("لا، قصدي الرصيف", "الرصيف"),
        ("مش الشارع، قصدي الرصيف", "الرصيف"),
        ("la 9asdi trottoir", "trottoir"),
    ],
)
def test_a_correction_tells_what_is_meant(text: str, meant: str) -> None:
    assert what_is_meant(text) == meant


@pytest.mark.parametrize("text", ["nee", "Wie haalt mijn matras op?", "hayır", "لا", "ik ben mijn kaart kwijt", ""])
def test_other_messages_correct_nothing(text: str) -> None:
    assert what_is_meant(text) is None
