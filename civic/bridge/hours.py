"""Office hours of a team: Belgian time, closed on Belgian holidays.

Hours are by weekday, as a team keeps them: `{"mon": [["09:00", "12:00"], ["13:00", "16:00"]], …}`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from zoneinfo import ZoneInfo

import holidays

Hours = Mapping[str, Sequence[Sequence[str]]]
ZONE = ZoneInfo("Europe/Brussels")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# The longest a team can be closed between two days of its week, holidays in between.
DAYS_AHEAD = 21


def is_open(hours: Hours, at: dt.datetime) -> bool:
    """True when the team is there at this moment; a team without hours is always there."""
    return not _is_known(hours) or any(start <= at < end for start, end in _spans_of(hours, _day_of(at)))


def opens_next(hours: Hours, at: dt.datetime) -> dt.datetime | None:
    """When someone is there again, in Belgian time: `at` itself when open now; None when that cannot be told."""
    if not _is_known(hours):
        return None
    for start, end in _spans(hours, _day_of(at), days=DAYS_AHEAD):
        if at < end:
            return max(start, at).astimezone(ZONE)
    return None


def open_time_between(hours: Hours, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """How long the team was there between two moments; for a team without hours, all the time."""
    if not _is_known(hours):
        return max(end - start, dt.timedelta())
    days = (_day_of(end) - _day_of(start)).days + 1
    spans = _spans(hours, _day_of(start), days=days)
    return sum((max(min(until, end) - max(since, start), dt.timedelta()) for since, until in spans), dt.timedelta())


def _is_known(hours: Hours) -> bool:
    return any(hours.get(day) for day in WEEKDAYS)


def _day_of(at: dt.datetime) -> dt.date:
    return at.astimezone(ZONE).date()


def _spans(hours: Hours, first: dt.date, *, days: int) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    for number in range(days):
        yield from _spans_of(hours, first + dt.timedelta(days=number))


def _spans_of(hours: Hours, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The opening times of one day, as UTC moments in order: differences across a change of the clock stay right."""
    if day in _holidays(day.year):
        return
    for start, end in sorted(map(tuple, hours.get(WEEKDAYS[day.weekday()], ()))):
        yield _moment(day, start), _moment(day, end)


def _moment(day: dt.date, clock: str) -> dt.datetime:
    if clock == "24:00":
        return _moment(day + dt.timedelta(days=1), "00:00")
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), tzinfo=ZONE).astimezone(dt.UTC)


@cache
def _holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("BE", years=year, expand=False)
