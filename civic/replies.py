"""What one turn says and changes: the values that the actions make and the gateway delivers."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """What a message is, so that a channel can show it fittingly."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    TEXT = "text"
    EMERGENCY = "emergency"
    HANDOVER = "handover"
    NOTICE = "notice"


class Value(BaseModel):
    """Base: exact fields, never changed after making."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Button(Value):
    """Something to tap: `payload` is carried out only for the conversation it was offered to."""

    title: str
    payload: str
    topic: str | None = None


class Reply(Value):
    """One message to the resident.

    `spoken` is what a voice says (None: the text); `card` as in civic.cards; `numbers` to call at once;
    `private` words (a case code, someone's own words) are never given to a cloud voice.
    """

    kind: Kind
    language: str
    text: str
    topic: str | None = None
    card: dict[str, Any] | None = None
    buttons: tuple[Button, ...] = ()
    notice: str | None = None
    numbers: tuple[str, ...] = ()
    spoken: str | None = None
    slow: bool = False
    private: bool = False


class Context(Value):
    """What the assistant remembers of a conversation between turns; the gateway keeps it.

    `next_topics`: what the last question could have been about as well, for when the answer was not the right one.
    `neighbourhood`: where in the city they live, when they said so with a location.
    """

    last_topic: str | None = None
    next_topics: tuple[str, ...] = ()
    asked_city: bool = False
    failures: int = 0
    translate: str | None = None
    neighbourhood: str | None = None


class Effects(Value):
    """What a turn changes: None leaves it as it was. `case_status`: tell the state of the conversation's case."""

    city: str | None = None
    language: str | None = None
    context: Context | None = None
    case_status: bool = False


class TurnResult(Value):
    """All replies of one turn and what it changes."""

    replies: tuple[Reply, ...]
    effects: Effects = Field(default_factory=Effects)


def direction_of(language: str) -> str:
    """`rtl` or `ltr`, for the `dir` of a message."""
    return "rtl" if language in {"ar", "fa", "ur", "he", "ps", "ku"} else "ltr"
