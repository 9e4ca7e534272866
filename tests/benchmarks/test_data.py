"""The split of the examples: nothing lost, nothing seen by both halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.data import MissingData, Question, Split, hold_out, read_split, write_examples, write_yaml
from civic.search.documents import read_examples


def write_nlu(folder: Path, *, count: int) -> None:
    for language in ("nl", "tr", "ar"):
        for name, intent in (("conversation/greet.yml", "greet"), ("topics/waste/bulky-waste.yml", "bulky-waste")):
            examples = "".join(f"- {language} {intent} {number}\n" for number in range(1, count + 1))
            write_yaml(folder / language / name, {"nlu": [{"intent": intent, "examples": examples}]})


def test_each_seventh_item_is_held_out() -> None:
    training, held_out = hold_out(list(range(1, 16)), every=7)
    assert held_out == [7, 14]
    assert training == [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 15]


def test_a_short_list_is_trained_on_whole() -> None:
    assert hold_out(["a", "b"], every=7) == (["a", "b"], [])


def test_a_held_out_question_knows_its_language_and_intent(tmp_path: Path) -> None:
    write_nlu(tmp_path, count=7)
    split = read_split(tmp_path, topics=["bulky-waste"])
    assert Question("tr bulky-waste 7", "tr", "bulky-waste") in split.held_out
    assert len(split.held_out) == 6
    assert split.size == 36
    assert split.intents == ["bulky-waste", "greet"]


def test_the_training_half_is_written_where_the_examples_stood(tmp_path: Path) -> None:
    write_nlu(tmp_path / "all", count=8)
    write_examples(read_split(tmp_path / "all", topics=["bulky-waste"]), tmp_path / "half")
    written = read_examples(tmp_path / "half" / "ar" / "topics" / "waste" / "bulky-waste.yml")
    assert written == {"bulky-waste": [f"ar bulky-waste {number}" for number in (1, 2, 3, 4, 5, 6, 8)]}


def test_a_topic_without_examples_is_named(tmp_path: Path) -> None:
    write_nlu(tmp_path, count=7)
    with pytest.raises(MissingData, match="no examples for street-light"):
        read_split(tmp_path, topics=["bulky-waste", "street-light"])


def test_turns_go_through_topics_and_languages_in_turn() -> None:
    told = [("a", "nl", "bulky-waste"), ("b", "nl", "bulky-waste"), ("c", "tr", "bulky-waste"), ("d", "nl", "greet")]
    split = Split(training={}, held_out=tuple(Question(*item) for item in told))
    assert [question.text for question in split.topic_questions()] == ["a", "c", "b"]
