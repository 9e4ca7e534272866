"""Joining the classifier with the search, and what follows: answer, offer, or nothing."""

from __future__ import annotations

import dataclasses
import json

import pytest

from civic.understanding import decision as deciding
from civic.understanding.decision import (
    ASK_PERSON,
    OUT_OF_SCOPE,
    WHOLLY_SURE,
    Decision,
    Do,
    decide,
    join,
    second_topic,
)
from evaluation.fit import LEAST_SURE
from tests.civic.understanding.fixed import FIXED

TOPICS = {"lamp", "waste", "card", "road"}
NEAR = {"lamp": 0.9, "waste": 0.2, "card": 0.1, "road": 0.1, OUT_OF_SCOPE: 0.1, "greet": 0.0}
FAR = {"lamp": 0.3, "waste": 0.3, "card": 0.25, "road": 0.3, OUT_OF_SCOPE: 0.3, "greet": 0.28}


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The probabilities here are made up, so that the numbers of the decision must stay as they are."""
    monkeypatch.setattr(deciding, "fitted", lambda: FIXED)


def test_both_sure_of_one_topic_answer_it_and_keep_the_next() -> None:
    decision = decide([("lamp", 0.9), ("waste", 0.05)], NEAR, topics=TOPICS)
    assert (decision.do, decision.topics) == (Do.ANSWER, ("lamp",))
    assert decision.next_topics[0] == "waste"
    assert decision.certainty >= FIXED.sure


def test_doubt_offers_the_likeliest_at_most_three() -> None:
    ranking = [("lamp", 0.2), ("waste", 0.19), ("card", 0.18), ("road", 0.17), ("greet", 0.1)]
    decision = decide(ranking, FAR, topics=TOPICS)
    assert decision.do is Do.OFFER
    assert len(decision.topics) == 3
    assert decision.topics[0] in {"lamp", "waste"}


def test_the_search_lifts_what_the_classifier_has_lower() -> None:
    opinion = join([("waste", 0.4), ("lamp", 0.35)], NEAR, topics=TOPICS, numbers=FIXED)
    assert [name for name, _ in opinion.topics][:2] == ["lamp", "waste"]
    assert opinion.talk[0][0] in {OUT_OF_SCOPE, "greet"}


def test_what_is_clearly_not_ours_offers_nothing() -> None:
    found = {**dict.fromkeys(TOPICS, 0.1), OUT_OF_SCOPE: 0.9}
    decision = decide([(OUT_OF_SCOPE, 0.95), ("lamp", 0.01)], found, topics=TOPICS)
    assert (decision.do, decision.topics) == (Do.NOTHING_FITS, ())


def test_without_a_search_the_classifier_decides_alone() -> None:
    sure = [("lamp", 0.97), ("waste", 0.01), (OUT_OF_SCOPE, 0.01)]
    unsure = [("lamp", 0.3), ("waste", 0.29), (OUT_OF_SCOPE, 0.28)]
    assert decide(sure, {}, topics=TOPICS).do is Do.ANSWER
    assert decide(unsure, {}, topics=TOPICS).do is Do.OFFER


def test_a_person_is_offered_when_both_together_hear_that_wish() -> None:
    found = {**dict.fromkeys(TOPICS, 0.1), ASK_PERSON: 0.9}
    decision = decide([("lamp", 0.3), (ASK_PERSON, 0.28), ("road", 0.2)], found, topics=TOPICS)
    assert decision.do is Do.OFFER_PERSON


def test_no_topic_at_all_fits_nothing() -> None:
    assert decide([("greet", 0.9)], {}, topics=TOPICS).do is Do.NOTHING_FITS
    assert decide([], {}, topics=TOPICS).do is Do.NOTHING_FITS


def test_two_questions_in_doubt_are_both_offered_first() -> None:
    ranking = [("road", 0.2), ("lamp", 0.19), ("card", 0.18), ("waste", 0.17), ("greet", 0.17)]
    decision = decide(ranking, FAR, topics=TOPICS, clauses=[("lamp", 0.9), ("card", 0.8)])
    assert decision.topics[:2] == ("lamp", "card")


def test_beside_an_answer_that_is_not_wholly_sure_stand_the_next_topics() -> None:
    sure = Decision(Do.ANSWER, ("lamp",), ("waste", "road"), WHOLLY_SURE)
    assert sure.beside == ()
    assert dataclasses.replace(sure, certainty=WHOLLY_SURE - 0.01).beside == ("waste", "road")
    assert dataclasses.replace(sure, do=Do.OFFER, certainty=0.2).beside == ()


@pytest.mark.parametrize(
    ("clauses", "second"),
    [
        ([("lamp", 0.9), ("card", 0.9)], "card"),
        ([("lamp", 0.9), ("card", 0.3)], None),
        ([("lamp", 0.9), ("greet", 0.9)], None),
        ([("lamp", 0.9), ("lamp", 0.8)], None),
        ([], None),
    ],
)
def test_a_second_topic_is_one_that_a_part_clearly_asks_about(
    clauses: list[tuple[str, float]], second: str | None
) -> None:
    assert second_topic("lamp", clauses, topics=TOPICS) == second


def test_the_numbers_in_use_fit_what_is_looked_at() -> None:
    in_use = json.loads(deciding.PATH.read_text("utf-8"))
    assert in_use.keys() == {field.name for field in dataclasses.fields(FIXED)}
    assert len(in_use["weights"]) == len(deciding.FEATURES)
    assert LEAST_SURE <= in_use["sure"] < WHOLLY_SURE
