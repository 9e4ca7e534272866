"""What the HTTP interface answers beside cards, as models from which OpenAPI takes its schemas."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from civic.content.model import LanguageTag
from civic.replies import Kind
from gateway.openapi.card_shapes import Card, Told
from gateway.store.schema import CaseState, Owner

Direction = Literal["ltr", "rtl"]
AudioPath = Annotated[str, Field(pattern=r"^/audio/.+\.mp3$")]


class Wrong(Told):
    """One place where a request has another shape than agreed."""

    path: str
    problem: str


class ErrorBody(Told):
    """`code` is stable, for programs; `message` is a sentence for a person in the language of the request."""

    code: str
    message: str
    detail: list[Wrong] | None = None


class Error(Told):
    """How every error is told."""

    error: ErrorBody


class ButtonLine(Told):
    """Something to tap: send `payload` as the text. `topic`: the one that it offers."""

    title: str
    payload: str
    topic: str | None = None


class CallNow(Told):
    """A number to call at once."""

    kind: Literal["phone"]
    value: str
    label: str


class Original(Told):
    """What a person wrote, before it was translated."""

    text: str
    language: str
    direction: Direction


class ChatMessage(Told):
    """One message. `name` and `team`: which person speaks. `aside`: the resident's answer to the assistant.

    `voice`: the resident said it aloud, and `note` is the recording that staff can hear.
    """

    id: str
    sender: Annotated[Literal["bot", "person", "resident"], Field(alias="from")]
    kind: Kind
    language: str
    direction: Direction
    topic: str | None
    text: str
    card: Card | None
    buttons: list[ButtonLine]
    audio: AudioPath | None
    audio_slow: AudioPath | None = None
    contacts: list[CallNow] | None = None
    notice: str | None = None
    name: str | None = None
    team: str | None = None
    original: Original | None = None
    aside: bool | None = None
    voice: bool | None = None
    note: str | None = None


class Talk(Told):
    """A conversation as it is now, with messages; `owner`: who answers in it.

    `conversation` is null only when an emergency was answered while the database was away.
    """

    conversation: str | None
    language: LanguageTag
    city: str | None
    owner: Owner
    messages: list[ChatMessage]


class OpenedCase(Told):
    """The case: a code that a resident can say aloud, and where it is in its life."""

    case: Annotated[str, Field(pattern=r"^[A-Z][0-9][A-Z][0-9][A-Z][A-Z]$")]
    state: CaseState


class Alive(Told):
    """This process answers."""

    status: Literal["ok"]


class Parts(Told):
    """The neighbours; a worker that is `down` delays messages, and changes nothing else."""

    rasa: Literal["ok", "unavailable"]
    actions: Literal["ok", "unavailable"]
    database: Literal["ok", "unavailable"]
    worker: Literal["ok", "down"]


class Ready(Told):
    """Whether the neighbours answer."""

    status: Literal["ok", "unavailable"]
    parts: Parts
