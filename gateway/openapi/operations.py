"""Every operation of the HTTP interface: what it does, what it takes, what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from gateway.escalations.webhook import KEY_LENGTH, KEY_SIGNS, Escalation
from gateway.openapi.card_shapes import Found, TopicCard, Topics
from gateway.openapi.shapes import Alive, Error, OpenedCase, Ready, Talk
from gateway.topics.api import QUERY_LENGTH
from gateway.widget.api import TurnRequest

Schema = Mapping[str, object]
STREAM = "text/event-stream"


@dataclass(frozen=True)
class Parameter:
    """Something in the address or a header; `schema` as in JSON Schema, `$cities` for the cities of the content."""

    name: str
    place: str
    schema: Schema
    text: str
    required: bool = False


@dataclass(frozen=True)
class Answer:
    """What comes back; no `shape`: no body, or a stream when `media` says so."""

    text: str
    shape: type[BaseModel] | None = None
    media: str = "application/json"


@dataclass(frozen=True)
class Operation:
    """One method of one address; `errors`: status codes beside 500, which are answered as `Error`."""

    path: str
    method: str
    name: str
    group: str
    text: str
    answers: Mapping[int, Answer]
    parameters: tuple[Parameter, ...] = ()
    body: type[BaseModel] | None = None
    errors: tuple[int, ...] = ()
    signed: bool = False
    links: Mapping[str, str] = field(default_factory=dict)


ERRORS = {
    400: "Not JSON.",
    401: "The signature is missing, wrong, or older than five minutes.",
    404: "There is no such thing.",
    413: "Too long: over 64 KiB, or over 2,000 characters of text.",
    415: "Another content type than JSON.",
    422: "Another shape than agreed; `detail` lists each place.",
    429: "More messages than a person can type.",
    503: "The database is away for a moment; send it again.",
}
ERROR = Error
# Empty is the same as not given.
LANGUAGE = Parameter(
    "language",
    "query",
    {"type": "string", "enum": ["nl", "tr", "ar", ""], "default": "nl"},
    "The language of the words.",
)
CITY = Parameter(
    "city", "query", {"type": "string", "enum": "$cities"}, "Where the person lives; without it: in general."
)
CONVERSATION = Parameter(
    "conversation",
    "path",
    {"type": "string", "minLength": 1, "maxLength": 64},
    "The id that `POST /api/chat` gave. It is the only key: whoever has it may read and wipe the talk.",
    required=True,
)
TOPIC = Parameter("topic", "path", {"type": "string", "minLength": 1}, "An id from `/api/topics`.", required=True)

OPERATIONS = (
    Operation(
        "/api/chat",
        "post",
        "say",
        "Chat",
        "One turn: what a person types, and the replies. A plain emergency gets its number whatever else "
        "is broken. A button is sent as its `payload` in `text`; a topic picked from the list as `topic`, with its "
        "title in `text`.",
        {200: Answer("The new messages, in order.", Talk)},
        body=TurnRequest,
        errors=(400, 413, 415, 422, 429, 503),
        links={"read": "conversation", "wipe": "conversation"},
    ),
    Operation(
        "/api/chat/{conversation}",
        "get",
        "read",
        "Chat",
        "The whole talk.",
        {200: Answer("All messages, oldest first.", Talk)},
        parameters=(CONVERSATION,),
        errors=(404, 503),
    ),
    Operation(
        "/api/chat/{conversation}",
        "delete",
        "wipe",
        "Chat",
        "Forget everything that was said.",
        {204: Answer("It is gone.")},
        parameters=(CONVERSATION,),
        errors=(404, 503),
    ),
    Operation(
        "/api/chat/{conversation}/events",
        "get",
        "listen",
        "Chat",
        "New messages of the assistant and of people, as Server-Sent Events: `event: message` with a `ChatMessage` "
        "as data. Ends after 50 seconds; come back with `Last-Event-ID`.",
        {200: Answer("The stream.", media=STREAM)},
        parameters=(
            CONVERSATION,
            Parameter("Last-Event-ID", "header", {"type": "string"}, "The id of the last event that arrived."),
        ),
        errors=(404, 503),
    ),
    Operation(
        "/api/topics",
        "get",
        "topics",
        "Topics",
        "Everything that the assistant knows about.",
        {200: Answer("Every topic.", Topics)},
        parameters=(LANGUAGE, CITY),
        errors=(422,),
    ),
    Operation(
        "/api/topics/{topic}",
        "get",
        "topic",
        "Topics",
        "One card: who does it, what to do first, with its sources.",
        {200: Answer("The card.", TopicCard)},
        parameters=(TOPIC, LANGUAGE, CITY),
        errors=(404, 422),
    ),
    Operation(
        "/api/search",
        "get",
        "search",
        "Topics",
        "Topics for words, for example from a letter.",
        {200: Answer("At most ten topics, best first.", Found)},
        parameters=(
            Parameter("q", "query", {"type": "string", "maxLength": QUERY_LENGTH}, "The words."),
            LANGUAGE,
            CITY,
        ),
        errors=(422,),
    ),
    Operation(
        "/webhooks/escalations",
        "post",
        "escalate",
        "Escalations",
        "Open a case, which a person takes over. The same `Idempotency-Key` always gives the same case, so send it "
        "again whenever you are not sure that it arrived.",
        {
            200: Answer("The case that this key opened before.", OpenedCase),
            201: Answer("A new case.", OpenedCase),
        },
        parameters=(
            Parameter(
                "Idempotency-Key",
                "header",
                {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": f"^{KEY_SIGNS}$"},
                "Made by you, once for each question; visible ASCII signs, with blanks only in between.",
                required=True,
            ),
        ),
        body=Escalation,
        errors=(400, 401, 413, 422, 503),
        signed=True,
    ),
    Operation("/healthz", "get", "alive", "Health", "Does this process live?", {200: Answer("It does.", Alive)}),
    Operation(
        "/readyz",
        "get",
        "ready",
        "Health",
        "Do its neighbours answer?",
        {200: Answer("All that residents need.", Ready), 503: Answer("Something is missing.", Ready)},
    ),
)
