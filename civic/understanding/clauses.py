"""Cuts a message into the clauses that could each be a question of their own."""

from __future__ import annotations

import re

from civic.language.normalise import normalise

FEWEST_WORDS = 2
MOST_CLAUSES = 4
# Ends of sentences, and the words that join two questions in one breath.
_JOINTS = re.compile(
    r"[.!?؟;؛\n]+|,|،"
    r"|\s+(?:en|en ook|ook|plus|trouwens|daarnaast|bovendien|ve|ayrıca|bir de|birde|hem de|üstelik"
    r"|وكمان|كمان|وأيضا|وايضا|أيضا|وزيادة|وزيد|w kaman|wkaman|kaman|w zid)\s+"
    r"|\s+(?=و(?:كيف|اين|أين|وين|فين|من|مين|شو|ماذا|متى|إمتى|هل|لمن|عند|بدي|بغيت|عندي|أريد|اريد))",
    re.IGNORECASE,
)


def clauses_of(text: str) -> list[str]:
    """The clauses of `text`, those of at least two words; empty when it cannot be cut in two or more."""
    parts = [part.strip() for part in _JOINTS.split(text) if part]
    long_enough = [part for part in parts if len(normalise(part).split()) >= FEWEST_WORDS]
    return long_enough[:MOST_CLAUSES] if len(long_enough) > 1 else []
