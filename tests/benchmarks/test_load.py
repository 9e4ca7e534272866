"""Percentiles, and that a turn without a reply ends the measuring."""

from __future__ import annotations

import pytest
import requests

from benchmarks.load import NoReply, measure, percentile
from benchmarks.processes import BenchFailed


class CountedTalk:
    """Remembers what was said in it."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        """Keep `text`; "silence" gets no reply."""
        if text == "silence":
            raise NoReply("an empty list")
        self.said.append(text)


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([5.0], 95, 5.0), ([3.0, 1.0, 2.0], 50, 2.0), ([1.0, 2.0], 50, 1.5), ([0.0, 10.0], 95, 9.5)],
)
def test_a_percentile_lies_between_its_neighbours(values: list[float], percent: float, expected: float) -> None:
    assert percentile(values, percent) == pytest.approx(expected)


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_every_text_is_said_alone_and_again_among_others() -> None:
    talks: list[CountedTalk] = []

    def new_talk(_session: requests.Session) -> CountedTalk:
        talks.append(CountedTalk())
        return talks[-1]

    texts = [str(number) for number in range(12)]
    borne = measure(new_talk, texts, residents=4)
    assert borne.turns == 36
    assert sorted(text for talk in talks for text in talk.said) == sorted(texts * 3)  # warm-up, alone, together
    assert max(len(talk.said) for talk in talks) == 5


def test_silence_ends_the_measuring_with_a_reason() -> None:
    with pytest.raises(BenchFailed, match="no reply: an empty list"):
        measure(lambda _session: CountedTalk(), ["hello", "silence"], residents=2)
