"""Cuts a long text into messages: between paragraphs, else sentences, else words, never inside a word that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.whatsapp.rendering.limits import fits, length

# From the best place to cut to the worst; what is cut at is left out.
PLACES = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?؟…])\s+"), re.compile(r"\s+"))


def split(text: str, limit: int) -> tuple[str, ...]:
    """`text` in pieces of at most `limit` characters, in order; none for an empty text."""
    return tuple(_pieces(text.strip(), limit))


def _pieces(text: str, limit: int) -> Iterator[str]:
    while not fits(text, limit):
        end, after = _place(text, limit)
        yield text[:end].rstrip()
        text = text[after:].lstrip()
    if text:
        yield text


def _place(text: str, limit: int) -> tuple[int, int]:
    """Where a piece ends and the rest begins: the last good place that leaves the piece at least a third full."""
    head = _head(text, limit)
    for place in PLACES:
        found = [match for match in place.finditer(text, 0, len(head) + 1) if match.start() <= len(head)]
        if found and found[-1].start() >= len(head) // 3:
            return found[-1].start(), found[-1].end()
    return len(head), len(head)


def _head(text: str, limit: int) -> str:
    """As much of `text` as fits; between whole characters, also when some of them count for two."""
    head = text[:limit]
    while length(head) > limit:
        head = head[: len(head) - max(1, (length(head) - limit) // 2)]
    return head
