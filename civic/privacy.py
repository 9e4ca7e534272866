"""Hides what identifies a person (numbers, accounts, addresses) before text leaves or is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_GAP = r"[ ./\u00a0-]"
_GAPS = _GAP + "{0,3}"
_DIGIT = r"\(?\d\)?"
# Country and length of account numbers; one with a typing error is hidden as well.
_IBANS = (
    "NO15 BE16 DK18 FI18 NL18 SI19 AT20 LT20 LU20 CH21 HR21 BG22 DE22 GB22 IE22 ES24 RO24 SE24 "
    "CZ24 SK24 TN24 PT25 TR26 FR27 GR27 IT27 AL28 HU28 MA28 PL28 UA29 JO30"
)
_IBAN = "|".join(rf"{iban[:2]}\d\d(?:{_GAP}?[A-Z0-9]){{{int(iban[2:]) - 4}}}" for iban in _IBANS.split())
_EMAIL = r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+"
# 85.07.30-033.28, also of people who are not in the register yet (month + 20 or 40).
_NATIONAL_NUMBER = rf"\d\d{_GAP}?\d\d{_GAP}?\d\d{_GAPS}\d{{3}}{_GAPS}\d\d"
_IDENTITY_CARD = rf"\d{{3}}{_GAP}?\d{{7}}{_GAP}?\d\d"
_PUBLIC = rf"(?:0800|070|078|090\d)(?:{_GAP}|\d)"
_DATE = r"\d\d?[./-]\d\d?[./-](?:19|20)\d\d(?!\d)"
_PHONE_ABROAD = rf"(?:\+|00){_GAP}?[1-9]\d{{0,2}}{_GAPS}(?:\(0\))?(?:{_GAPS}{_DIGIT}){{7,12}}"
_PHONE = rf"(?!{_PUBLIC}|{_DATE})\(?0[1-9]\)?(?:{_GAPS}{_DIGIT}){{7,9}}"
_MOBILE_WITHOUT_ZERO = rf"4[5-9]\d(?:{_GAP}?\d){{6}}"
# In this order: what is found first is not looked at again.
_PATTERNS = (
    re.compile(_EMAIL),
    re.compile(rf"(?<!\w)(?:{_IBAN})(?!\w)", re.IGNORECASE),
    *(
        re.compile(rf"(?<!\d)(?:{digits})(?!\d)")
        for digits in (
            _NATIONAL_NUMBER,
            _IDENTITY_CARD,
            _PHONE_ABROAD,
            _PHONE,
            _MOBILE_WITHOUT_ZERO,
        )
    ),
)
_TOKEN = re.compile(r"[\[［【]\s*(?:[\[［【]\s*)?(\d+)\s*[\]］】](?:\s*[\]］】])?")


@dataclass(frozen=True)
class Masked:
    """Text with tokens such as `[[1]]`, and what each token stands for."""

    text: str
    kept: Mapping[str, str]


def mask(text: str) -> Masked:
    """Replace national and identity card numbers, IBANs, e-mail addresses and phone numbers.

    Public numbers stay: short ones (112, 1712, …) and those that begin with 0800, 070, 078 or 090.
    """
    tokens: dict[str, str] = {}
    number = _first_free_number(text)
    pieces, end = [], 0
    for start, stop in _personal_spans(text):
        original = text[start:stop]
        token = tokens.setdefault(original, f"[[{number + len(tokens)}]]")
        pieces += [text[end:start], token]
        end = stop
    pieces.append(text[end:])
    return Masked("".join(pieces), {token: original for original, token in tokens.items()})


def restore(text: str, kept: Mapping[str, str]) -> str:
    """Put the originals back, also where a translator bent a token (`[ [1] ]`, `[1]`)."""
    return _TOKEN.sub(lambda found: kept.get(_token(found), found[0]), text)


def lost_tokens(text: str, kept: Mapping[str, str]) -> frozenset[str]:
    """The tokens of `kept` that are no longer in `text`."""
    return frozenset(kept) - {_token(found) for found in _TOKEN.finditer(text)}


def _token(found: re.Match[str]) -> str:
    return f"[[{int(found[1])}]]"


def _first_free_number(text: str) -> int:
    # A number that a person bracketed must not be taken for one of our tokens later.
    return 1 + max((int(found[1]) for found in _TOKEN.finditer(text)), default=0)


def _personal_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what is to be hidden, in order and without overlap."""
    rest = _with_plain_digits(text)
    spans = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(rest):
            spans.append(found.span())
        rest = pattern.sub(lambda found: "\0" * len(found[0]), rest)
    return iter(sorted(spans))


def _with_plain_digits(text: str) -> str:
    """The text, equally long, with Arabic and Persian digits as 0-9."""
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)
