"""How long who waits for whom."""

from __future__ import annotations

import datetime as dt

import pytest

from gateway.inbox.waiting import Waits, lasted, waiting_of
from gateway.store.schema import Case, CaseMessage

START = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def after(hours: float) -> dt.datetime:
    """So many hours after the case was opened."""
    return START + dt.timedelta(hours=hours)


def case(**more: object) -> Case:
    """A case that was opened at START."""
    return Case(**{"state": "new", "whose_turn": "staff", "created_at": START, "touched_at": START, **more})


def said(sender: str, hours: float) -> CaseMessage:
    """Words of the resident or of staff."""
    return CaseMessage(sender=sender, original="x", at=after(hours))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "nu"), (59, "nu"), (60, "1 min"), (3599, "59 min"), (3600, "1 u"), (12_000, "3 u 20"), (86_400, "1 dag")]
    + [(3900, "1 u 05"), (86_399, "23 u 59"), (200_000, "2 dagen")],
)
def test_lengths_of_time(seconds: int, words: str) -> None:
    assert lasted(dt.timedelta(seconds=seconds)) == words


def test_a_new_case_waits_since_it_was_opened() -> None:
    waiting = waiting_of(case(), [said("resident", -1)], overdue=False, at=after(2))
    assert (waiting.on, waiting.since, waiting.lasted) == (Waits.STAFF, START, "2 u")


def test_taking_a_case_is_no_answer() -> None:
    taken = case(state="claimed", touched_at=after(3))
    assert waiting_of(taken, [said("resident", -1)], overdue=False, at=after(5)).lasted == "5 u"


def test_after_an_answer_it_waits_since_the_next_words_of_the_resident() -> None:
    talk = [said("resident", -1), said("staff", 1), said("resident", 2), said("resident", 4)]
    waiting = waiting_of(case(state="claimed", touched_at=after(4)), talk, overdue=False, at=after(5))
    assert (waiting.since, waiting.lasted) == (after(2), "3 u")


def test_after_an_answer_without_new_words_it_waits_since_it_came_back() -> None:
    given_back = case(touched_at=after(3))
    assert waiting_of(given_back, [said("staff", 1)], overdue=False, at=after(5)).since == after(3)


def test_late_ones_are_late() -> None:
    assert waiting_of(case(), [], overdue=True, at=after(9)).on is Waits.LATE


def test_the_residents_turn() -> None:
    theirs = case(state="claimed", whose_turn="resident", touched_at=after(1))
    waiting = waiting_of(theirs, [said("staff", 1)], overdue=False, at=after(3))
    assert (waiting.on, waiting.lasted) == (Waits.RESIDENT, "2 u")


def test_a_closed_case_waits_for_nobody() -> None:
    closed = case(state="resolved", closed_at=after(1))
    waiting = waiting_of(closed, [], overdue=False, at=after(26))
    assert (waiting.on, waiting.lasted) == (Waits.NOBODY, "1 dag")
