"""The row of consonants that Arabic shares with its Latin spelling."""

from __future__ import annotations

import pytest

from civic.understanding.skeleton import skeletons


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("هوية", "hawiyye"),
        ("البلدية", "el baladiya"),
        ("مدرسة", "madrasa"),
        ("شارع", "share3"),
        ("خمسة", "khamse"),
        ("قمامة", "9omama"),
    ],
)
def test_both_scripts_share_a_skeleton(arabic: str, latin: str) -> None:
    assert skeletons(arabic)[-1] == skeletons(latin)[-1]


def test_different_words_differ_and_vowels_alone_say_nothing() -> None:
    assert skeletons("مدرسة") != skeletons("مدينة")
    assert skeletons("aa oe 3") == []
    assert skeletons("") == []
