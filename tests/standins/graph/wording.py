"""Words as a phone shows them: WhatsApp's marks, links, and each line in its own direction."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

# *bold*, _italic_, ~struck~; and ```as typed```.
MARKS = (("*", "b"), ("_", "i"), ("~", "s"))
LINK = re.compile(r"(https?://[^\s<]+[^\s<.,;:!?)\]])")
ISOLATES = frozenset("\u2066\u2067\u2068")
END_OF_ISOLATE = "\u2069"


def formatted(text: str) -> Markup:
    """HTML of a message: one block a line, with the direction that a phone gives it."""
    whole = direction(text) or "ltr"
    lines = (f'<span class="line" dir="{direction(line) or whole}">{_marked(line)}</span>' for line in text.split("\n"))
    return Markup("".join(lines)) if text else Markup("")  # noqa: S704


def direction(text: str) -> str | None:
    """`ltr` or `rtl` by the first strong character outside isolates (rule P2 of UAX 9), as Android and iOS do it."""
    depth = 0
    for character in text:
        if character in ISOLATES:
            depth += 1
        elif character == END_OF_ISOLATE:
            depth = max(0, depth - 1)
        elif depth == 0 and (kind := unicodedata.bidirectional(character)) in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return None


def _marked(line: str) -> str:
    pieces = LINK.split(line)  # every second one is a link
    return "".join(_linked(piece) if place % 2 else _styled(piece) for place, piece in enumerate(pieces))


def _linked(address: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(address)}</a>'


def _styled(words: str) -> str:
    html = re.sub(r"```(.+?)```", r"<code>\1</code>", str(escape(words)))  # escaped before any mark of ours
    for mark, tag in MARKS:
        sign = re.escape(mark)
        pattern = rf"(?<![\w{sign}]){sign}(?=\S)([^{sign}]*?\S){sign}(?![\w{sign}])"
        html = re.sub(pattern, rf"<{tag}>\1</{tag}>", html)
    return html
