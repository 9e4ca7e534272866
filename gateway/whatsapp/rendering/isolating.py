"""Keeps Dutch names and phone numbers in their place inside a text that is read from right to left."""

from __future__ import annotations

import re
import unicodedata

from civic.replies import direction_of

FIRST_STRONG, POP = "\u2068", "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"
LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
ADDRESS = re.compile(r"https?://\S+")
ISOLATED = re.compile(r"[\u2066-\u2068][^\u2069]*\u2069")
# Names with what belongs to them (an apostrophe, a house number), e-mail addresses; and digits in groups.
RUN = re.compile(
    rf"[{LATIN}](?:[{LATIN}\d'’.&+@_/-]|(?:, ?| )(?=[{LATIN}\d]))*"
    r"|(?<![\w+])\+?\d{1,13}(?:[ ./-]\d{1,9})+|(?<!\w)\+\d{4,15}"
)
LEFT_OUT = re.compile(rf"{ADDRESS.pattern}|{ISOLATED.pattern}")


def isolate(text: str, language: str) -> str:
    """`text` with its names and numbers isolated, for a language written from right to left; others stay as they are.

    A web address is left alone, because phones take the invisible sign after it for a part of the address.
    """
    if direction_of(language) != "rtl":
        return text
    return "\n".join(_line(line) for line in text.split("\n"))


def isolated(name: str, language: str) -> str:
    """A whole name, title or number in Latin letters, kept together inside a text in `language`."""
    return f"{FIRST_STRONG}{name}{POP}" if direction_of(language) == "rtl" else name


def _line(line: str) -> str:
    pieces: list[str] = []
    done = 0
    for left_out in LEFT_OUT.finditer(line):
        pieces += [RUN.sub(_wrapped, line[done : left_out.start()]), left_out[0]]
        done = left_out.end()
    shown = "".join([*pieces, RUN.sub(_wrapped, line[done:])])
    return RIGHT_TO_LEFT_MARK + shown if _is_without_direction(shown) else shown


def _wrapped(found: re.Match[str]) -> str:
    name = found[0].rstrip(".,'’-/&+ ")
    return f"{FIRST_STRONG}{name}{POP}{found[0][len(name) :]}"


def _is_without_direction(line: str) -> bool:
    """True for a line of names and numbers only: a phone would put it on the left."""
    outside = ISOLATED.sub("", line)
    return any(sign.isalnum() for sign in line) and not any(
        unicodedata.bidirectional(sign) in {"L", "R", "AL"} for sign in outside
    )
