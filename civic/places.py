"""Finds the city a resident names in a message, in any spelling we know."""

from __future__ import annotations

import re
from functools import lru_cache

from civic.agreement import read_sayings
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
    named = {city.id for city in content.cities.values() if _naming(city.id, *city.spellings).search(plain)}
    return named.pop() if len(named) == 1 else None


def only_tells_city(text: str, content: Content) -> bool:
    """True when `text` says where someone lives and nothing more, as the examples of `choose_city` do."""
    return _without_names(text[:500], content) in _sayings(content)


def _sayings(content: Content) -> frozenset[str]:
    return frozenset(_without_names(said, content) for said in _examples())


@lru_cache(maxsize=1)
def _examples() -> frozenset[str]:
    return read_sayings("choose_city")


def _without_names(text: str, content: Content) -> str:
    spellings = [spelling for city in content.cities.values() for spelling in (city.id, *city.spellings)]
    return " ".join(_naming(*spellings).sub(" @ ", normalise(text)).split())


@lru_cache(maxsize=64)
def _naming(*spellings: str) -> re.Pattern[str]:
    longest_first = sorted({normalise(spelling) for spelling in spellings}, key=len, reverse=True)
    return re.compile(rf"(?<!\w){_CLITICS}(?:{'|'.join(map(re.escape, longest_first))}){_ENDINGS}(?!\w)")
