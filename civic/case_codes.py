"""Case codes: six characters that can be read aloud and typed, without look-alikes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

# No 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V, no vowels that would spell words; letters and digits alternate: K7M3QF-like.
LETTERS = "CDFGHJKMNPQRTWXY"
DIGITS = "34679"
_PATTERN = re.compile(
    rf"(?<![0-9A-Za-z])([{LETTERS}][{DIGITS}][{LETTERS}][{DIGITS}][{LETTERS}]{{2}})(?![0-9A-Za-z])"
)


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A fresh code such as K7M3QF (1.6 million possible ones; the caller checks that it is unused)."""
    kinds = (LETTERS, DIGITS, LETTERS, DIGITS, LETTERS, LETTERS)
    return "".join(choose(kind) for kind in kinds)


def find_code(text: str) -> str | None:
    """The first case code in `text`, however it is cased or spaced ("k7 m3 qf"); None if there is none."""
    upper = text[:300].upper()
    for candidate in (upper, re.sub(r"(?<=[0-9A-Z])[ \-.](?=[0-9A-Z])", "", upper)):
        found = _PATTERN.search(candidate)
        if found:
            return found.group(1)
    return None
