"""Quiet hours of staff, by the clock in Belgium."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

BELGIUM = ZoneInfo("Europe/Brussels")


def quiet_until(start: str | None, end: str | None, at: dt.datetime) -> dt.datetime | None:
    """When the quiet hours that `at` lies in are over, in UTC; None when it lies in none.

    start, end: times of day such as "22:00" and "07:00"; over midnight when the end comes first. The same twice, or
    one of them missing: no quiet hours. `at` is aware.
    """
    if not start or not end or start == end:
        return None
    local = at.astimezone(BELGIUM)
    begins, ends = dt.time.fromisoformat(start), dt.time.fromisoformat(end)
    for days in (-1, 0):
        day = local.date() + dt.timedelta(days=days)
        opening = dt.datetime.combine(day, begins, BELGIUM)
        last_day = day if begins < ends else day + dt.timedelta(days=1)
        closing = dt.datetime.combine(last_day, ends, BELGIUM)
        if opening.astimezone(dt.UTC) <= at < closing.astimezone(dt.UTC):
            return closing.astimezone(dt.UTC)
    return None
