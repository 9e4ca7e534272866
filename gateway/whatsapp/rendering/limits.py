"""WhatsApp's limits on lengths, and shortening within them: at a word, and so that it shows."""

from __future__ import annotations

TEXT = 4096
BODY = 1024
BUTTON_TITLE = 20
ROW_TITLE = 24
ROW_ABOUT = 72
BUTTONS = 3
ROWS = 10
BUTTON_ID = 256
ROW_ID = 200
CUT = "…"


def length(text: str) -> int:
    """Characters as phones count them: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def fits(text: str, limit: int) -> bool:
    """True when `text` is not too long."""
    return length(text) <= limit


def cut(text: str, limit: int) -> str | None:
    """`text` as far as whole words fit, with an ellipsis when something is left out; None when no word fits."""
    text = " ".join(text.split())
    if fits(text, limit):
        return text
    words = text.split(" ")
    while words and not fits(" ".join(words).rstrip(" ,;:(/-–") + CUT, limit):
        words.pop()
    kept = " ".join(words).rstrip(" ,;:(/-–")
    return kept + CUT if kept else None
