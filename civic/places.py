"""Finds the city a resident names in a message, in any spelling we know."""

from __future__ import annotations

import re

from civic.content.load import Content
from civic.language.normalise import normalise

# Endings that Turkish hangs on a name (Genk'te, Beringen'den) and clitics that Arabic puts before it.
_ENDINGS = (
    r"(?: ?(?:te|ta|de|da|ten|tan|den|dan|e|a|ye|ya|in|nin|li|liyim|im|deyim|dayim|teyim|tayim|enaar|enaars|naar))?"
)
_CLITICS = r"(?:[بفوكل]|في|ال)?"


def find_city(text: str, content: Content) -> str | None:
    """The id of the one city named in `text`; None when none or several are."""
    plain = normalise(text[:500])
    named = {
        city.id
        for city in content.cities.values()
        if any(
            re.search(rf"(?<!\w){_CLITICS}{re.escape(normalise(spelling))}{_ENDINGS}(?!\w)", plain)
            for spelling in (city.id, *city.spellings)
        )
    }
    return named.pop() if len(named) == 1 else None
