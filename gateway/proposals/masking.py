"""What is kept of a resident's words: no numbers, addresses or names that we know of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from civic.language.normalise import clean
from civic.privacy import mask

HIDDEN = "•••"

_NAME_LENGTH = 2
_PUNCTUATION_LEFT = re.compile(r"\s+([,.;:!?،؛؟])")


def hidden(text: str, *, known: Iterable[str | None] = ()) -> str:
    """`text` cleaned, with private numbers, addresses, and each of `known` (a name, a number) replaced by dots."""
    masked = mask(clean(text))
    shown = masked.text
    for token in masked.kept:
        shown = shown.replace(token, HIDDEN)
    for words in known:
        if words and len(words.strip()) >= _NAME_LENGTH:
            shown = re.sub(rf"(?<!\w){re.escape(words.strip())}(?!\w)", HIDDEN, shown, flags=re.IGNORECASE)
    return shown


def is_personal(text: str) -> bool:
    """Whether `text` holds something private, or the dots that stand for it."""
    return HIDDEN[0] in text or bool(mask(text).kept)


def one_line(text: str) -> str:
    """`text` as one line of a training file: no line ends, no dots where something private stood."""
    bare = " ".join(hidden(text).replace(HIDDEN, " ").split())
    return _PUNCTUATION_LEFT.sub(r"\1", bare)
