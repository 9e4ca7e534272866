"""When a team is there: Belgian time, lunch breaks, holidays, the change of the clock."""

from __future__ import annotations

import datetime as dt

import pytest

from civic.bridge.hours import ZONE, is_open, open_time_between, opens_next

WEEK = {
    "mon": [["09:00", "12:00"], ["13:00", "16:00"]],
    "tue": [["09:00", "12:00"]],
    "wed": [],
    "thu": [["09:00", "12:00"]],
    "fri": [["09:00", "12:00"]],
}


def at(text: str) -> dt.datetime:
    """A moment in Belgian time."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "open_now"),
    [
        ("2026-11-30T09:00", True),
        ("2026-11-30T08:59", False),
        ("2026-11-30T12:00", False),
        ("2026-11-30T12:30", False),
        ("2026-11-30T13:00", True),
        ("2026-12-02T10:00", False),
        ("2026-11-29T10:00", False),
        ("2026-12-25T10:00", False),
        ("2026-04-06T10:00", False),
        ("2026-07-21T10:00", False),
    ],
)
def test_open_or_not(moment: str, open_now: bool) -> None:
    assert is_open(WEEK, at(moment)) is open_now


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-30T10:00", "2026-11-30T10:00"),
        ("2026-11-30T12:30", "2026-11-30T13:00"),
        ("2026-11-30T17:00", "2026-12-01T09:00"),
        ("2026-12-01T13:00", "2026-12-03T09:00"),
        ("2026-11-27T20:00", "2026-11-30T09:00"),
        ("2026-12-24T13:00", "2026-12-28T09:00"),
        ("2026-04-03T13:00", "2026-04-07T09:00"),
    ],
)
def test_when_someone_is_there_again(moment: str, opens: str) -> None:
    assert opens_next(WEEK, at(moment)) == at(opens)


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    assert is_open(WEEK, dt.datetime(2026, 11, 30, 8, 30, tzinfo=dt.UTC))
    assert not is_open(WEEK, dt.datetime(2026, 11, 30, 16, 30, tzinfo=dt.UTC))


def test_without_hours_nobody_can_tell_but_they_are_not_called_closed() -> None:
    assert opens_next({}, at("2026-11-30T10:00")) is None
    assert is_open({}, at("2026-11-30T03:00"))
    assert open_time_between({}, at("2026-11-30T10:00"), at("2026-12-01T10:00")) == dt.timedelta(days=1)


def test_time_counts_only_while_the_team_is_there() -> None:
    spent = open_time_between(WEEK, at("2026-11-27T11:00"), at("2026-11-30T14:00"))
    assert spent == dt.timedelta(hours=1 + 3 + 1)
    assert open_time_between(WEEK, at("2026-12-24T12:00"), at("2026-12-28T09:00")) == dt.timedelta()
    assert open_time_between(WEEK, at("2026-11-30T14:00"), at("2026-11-30T10:00")) == dt.timedelta()


def test_the_night_of_the_clock_is_an_hour_longer() -> None:
    nights = {"sun": [["00:00", "24:00"]]}
    day = open_time_between(nights, at("2026-10-25T00:00"), at("2026-10-26T00:00"))
    assert day == dt.timedelta(hours=25)
