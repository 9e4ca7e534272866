"""Follow-ups that name a topic of their own, and words that say too little."""

from __future__ import annotations

import pytest

from civic.understanding.doubts import agreed_topic, is_vague_word

TOPICS = {"lamp", "waste", "card"}


def test_a_topic_is_agreed_only_when_both_name_it_and_the_search_is_sure() -> None:
    ranking = (("greet", 0.5), ("lamp", 0.2), ("waste", 0.1))
    assert agreed_topic(ranking, {"lamp": 0.6, "greet": 0.9}, topics=TOPICS, at_least=0.5) == "lamp"
    assert agreed_topic(ranking, {"lamp": 0.4}, topics=TOPICS, at_least=0.5) is None
    assert agreed_topic(ranking, {"waste": 0.9}, topics=TOPICS, at_least=0.5) is None
    assert agreed_topic((), {}, topics=TOPICS, at_least=0.5) is None


@pytest.mark.parametrize(
    ("text", "found", "vague"),
    [
        ("kaart", {"card": 0.6, "lamp": 0.55}, True),
        ("kaart", {"lamp": 0.6, "card": 0.4}, True),
        ("Kaart!", {"card": 0.9, "lamp": 0.4}, False),
        ("mijn kaart", {"card": 0.6, "lamp": 0.55}, False),
        ("kaart", {"card": 0.6, "greet": 0.59}, False),
        ("kaart", {}, False),
    ],
)
def test_a_single_word_is_vague_when_it_fits_another_topic_as_well(
    text: str, found: dict[str, float], vague: bool
) -> None:
    assert is_vague_word(text, "card", found, topics=TOPICS) is vague
