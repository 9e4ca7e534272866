"""Things to tap: three reply buttons when they fit, else a list of ten rows, else numbers for a numbered text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from civic.content.load import Content
from gateway.whatsapp.rendering.limits import BODY, BUTTON_TITLE, BUTTONS, ROW_ABOUT, ROW_TITLE, ROWS, TEXT, cut, fits
from gateway.whatsapp.rendering.splitting import split
from gateway.whatsapp.rendering.titles import Choice, needs_numbers

Part = dict[str, Any]


def text(words: str) -> Part:
    """A plain message; addresses in it are not looked up for a preview."""
    return {"type": "text", "text": {"body": words, "preview_url": False}}


def texts(words: str) -> tuple[Part, ...]:
    """As many plain messages as `words` take."""
    return tuple(text(piece) for piece in split(words, TEXT))


def offer(words: str, choices: Sequence[Choice], *, content: Content, language: str) -> tuple[Part, ...]:
    """Messages that say `words` and offer at least one choice; words too long to stand above it come before."""
    if needs_numbers(choices):
        words = "\n".join([words, "", *(f"{number}. {each.full}" for number, each in enumerate(choices, start=1))])
        choices = [Choice(full=str(number), payload=each.payload) for number, each in enumerate(choices, start=1)]
    body = words if fits(words, BODY) else content.phrase("ui_answers", language)
    parts = () if body is words else texts(words)
    if _fit_on_buttons(choices):
        return (*parts, _buttons(body, choices))
    groups = [choices[start : start + ROWS] for start in range(0, len(choices), ROWS)]
    bodies = [body, *[content.phrase("more_choices", language)] * (len(groups) - 1)]
    label = content.phrase("ui_choose", language)
    return (*parts, *(_list(words, group, label) for words, group in zip(bodies, groups, strict=True)))


def _fit_on_buttons(choices: Sequence[Choice]) -> bool:
    return len(choices) <= BUTTONS and all(_button_title(each) is not None for each in choices)


def _button_title(choice: Choice) -> str | None:
    """What a button can say in full; a topic's short form cannot, the row of a list has room for both."""
    if fits(choice.full, BUTTON_TITLE):
        return choice.full
    if choice.short and choice.exact and fits(choice.short, BUTTON_TITLE):
        return choice.short
    return None


def _buttons(body: str, choices: Sequence[Choice]) -> Part:
    replies = [{"type": "reply", "reply": {"id": each.payload, "title": _button_title(each)}} for each in choices]
    return _interactive("button", body, {"buttons": replies})


def _list(body: str, choices: Sequence[Choice], label: str) -> Part:
    titles = [_row_title(each) for each in choices]
    rows = [
        _row(each, title if title and titles.count(title) == 1 else str(number))
        for number, (each, title) in enumerate(zip(choices, titles, strict=True), start=1)
    ]
    return _interactive("list", body, {"button": label, "sections": [{"rows": rows}]})


def _row_title(choice: Choice) -> str | None:
    if fits(choice.full, ROW_TITLE):
        return choice.full
    if choice.short and fits(choice.short, ROW_TITLE):
        return choice.short
    return cut(choice.full, ROW_TITLE)


def _row(choice: Choice, title: str) -> dict[str, str]:
    about = None if title == choice.full else cut(choice.full, ROW_ABOUT)
    return {"id": choice.payload, "title": title, **({"description": about} if about else {})}


def _interactive(kind: str, body: str, action: dict[str, Any]) -> Part:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}
