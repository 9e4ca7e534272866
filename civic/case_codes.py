"""Case codes: six characters that can be read aloud and typed, without look-alikes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

# No 0/O, 1/I/L, 5/S, 2/Z, 8/B, U/V, no vowels that would spell words; letters and digits alternate: K7M3QF-like.
LETTERS = "CDFGHJKMNPQRTWXY"
DIGITS = "34679"
_KINDS = (LETTERS, DIGITS, LETTERS, DIGITS, LETTERS, LETTERS)
_PATTERN = re.compile(r"(?<![0-9A-Z])" + r"[ .-]?".join(f"([{kind}])" for kind in _KINDS) + r"(?![0-9A-Z])")


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A fresh code such as K7M3QF (1.6 million possible ones; the caller checks that it is unused)."""
    return "".join(choose(kind) for kind in _KINDS)


def without_code(text: str) -> str:
    """`text` with a case code taken out: its letters say nothing about the language."""
    found = _PATTERN.search(text[:300].upper())
    return text[: found.start()] + text[found.end() :] if found else text


def find_code(text: str) -> str | None:
    """The first case code in `text`, however it is cased or spaced ("k7 m3 qf"); None if there is none."""
    found = _PATTERN.search(text[:300].upper())
    return "".join(found.groups()) if found else None
