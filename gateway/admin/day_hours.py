"""Office hours as an admin types and reads them: "9-12, 13:00-17:00" for a day; nothing for a day off."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from civic.bridge.hours import WEEKDAYS

DAY_NAMES = dict(
    zip(WEEKDAYS, ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"), strict=True)
)
_CLOCK = r"([01]?\d|2[0-4])(?:\s*[:.hu]\s*([0-5]\d)?)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|–|tot)\s*{_CLOCK}", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|\ben\b)\s*", re.IGNORECASE)

Spans = list[list[str]]


class NotHours(ValueError):
    """The text is no hours; the message says in Dutch what is wrong."""


def read_day(text: str) -> Spans:
    """The spans of one day, in order, as `[["09:00", "12:00"]]`; raises NotHours."""
    spans = [_span(part) for part in _BETWEEN.split(text.strip()) if part]
    for start, end in spans:
        if start >= end:
            raise NotHours(f"{start} komt niet voor {end}.")
    spans.sort()
    for (_, end), (start, _) in zip(spans, spans[1:], strict=False):
        if start < end:
            raise NotHours(f"Er is twee keer iets ingevuld voor {start}.")
    return spans


def show_day(spans: Sequence[Sequence[str]]) -> str:
    """The spans of one day as they can be typed."""
    return ", ".join("-".join(span) for span in spans)


def week_in_words(hours: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """The whole week in one line: "ma–vr 09:00–12:00 en 13:00–17:00; za 10:00–12:00". Empty: no fixed hours."""
    groups: list[tuple[list[str], list[list[str]]]] = []
    for day in WEEKDAYS:
        spans = [list(span) for span in hours.get(day, ())]
        if groups and groups[-1][1] == spans:
            groups[-1][0].append(day)
        else:
            groups.append(([day], spans))
    return "; ".join(f"{_days(days)} {_times(spans)}" for days, spans in groups if spans)


def _span(text: str) -> list[str]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise NotHours(f"“{text[:30]}” begrijpen we niet. Schrijf bijvoorbeeld 9:00-12:00, 13:00-17:00.")
    start, end = _clock(found[1], found[2]), _clock(found[3], found[4])
    if start >= "24:00" or end > "24:00":
        raise NotHours(f"“{text[:30]}” is geen tijd van de dag.")
    return [start, end]


def _clock(hour: str, minute: str | None) -> str:
    return f"{int(hour):02}:{int(minute or 0):02}"


def _days(days: list[str]) -> str:
    short = [DAY_NAMES[day][:2] for day in days]
    return short[0] if len(short) == 1 else f"{short[0]}–{short[-1]}" if len(short) > 2 else f"{short[0]} en {short[1]}"


def _times(spans: list[list[str]]) -> str:
    return " en ".join("–".join(span) for span in spans)
