"""The chat contract over HTTP: one turn, history, events, wipe."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, jsonify, request, stream_with_context
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.conversation.turn import Incoming, take_turn
from gateway.errors import NotFound, NotJson, WrongShape, WrongType
from gateway.limits import limit_messages
from gateway.services import Services, services
from gateway.store.conversations import find_conversation, history, wipe_conversation

blueprint = Blueprint("chat_api", __name__, url_prefix="/api/chat")
STREAM_SECONDS = 50
POLL_SECONDS = 1.0


class TurnRequest(BaseModel):
    """The body of POST /api/chat."""

    model_config = ConfigDict(strict=True, extra="ignore")

    conversation: Annotated[str, Field(max_length=64)] | None = None
    text: str
    language: Literal["nl", "tr", "ar"] | None = None
    page_language: Literal["nl", "tr", "ar"] | None = None
    city: str | None = None
    message: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None
    topic: str | None = None


@blueprint.post("")
@limit_messages
def post_turn() -> Response:
    """One turn; see docs/api.md. Errors: 400, 413, 415, 422, 429, 503."""
    body = read_json_body()
    try:
        asked = TurnRequest.model_validate(body)
    except ValidationError as error:
        raise WrongShape(detail=paths_of(error)) from None
    if asked.city is not None and asked.city not in services().content.cities:
        raise WrongShape(detail=[{"path": "city", "problem": "unknown city"}])
    if asked.topic is not None and asked.topic not in services().content.topics:
        raise WrongShape(detail=[{"path": "topic", "problem": "unknown topic"}])
    return jsonify(take_turn(services(), Incoming(**asked.model_dump())))


@blueprint.get("/<conversation_id>")
def get_history(conversation_id: str) -> Response:
    """All messages of the conversation, in order."""
    with services().database.transaction() as session:
        conversation = find_conversation(session, conversation_id)
        if conversation is None:
            raise NotFound
        messages = [message.body for message in history(session, conversation_id)]
        told = {
            "conversation": conversation.id,
            "language": conversation.language,
            "city": conversation.city,
            "owner": conversation.owner,
            "messages": messages,
        }
    return _private(jsonify(told))


@blueprint.delete("/<conversation_id>")
def wipe(conversation_id: str) -> Response:
    """Delete the conversation and everything said in it; 204, or 404 when there is none."""
    with services().database.transaction() as session:
        if not wipe_conversation(session, conversation_id):
            raise NotFound
    return Response(status=204)


@blueprint.get("/<conversation_id>/events")
def events(conversation_id: str) -> Response:
    """Server-Sent Events: each new message of bot or person. Ends after 50 s; the browser comes back by itself."""
    parts = services()
    with parts.database.transaction() as session:
        if find_conversation(session, conversation_id) is None:
            raise NotFound
        newest = history(session, conversation_id)
        last = newest[-1].number if newest else 0
    given = request.headers.get("Last-Event-ID", "")
    last = int(given) if given.isascii() and given.isdigit() else last
    response = Response(stream_with_context(_stream(parts, conversation_id, last)), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return _private(response)


def _stream(parts: Services, conversation_id: str, last: int) -> Iterator[str]:
    """Polls the store, so that messages written by any process arrive."""
    yield "retry: 2000\n: hello\n\n"
    end = time.monotonic() + STREAM_SECONDS
    while time.monotonic() < end:
        with parts.database.transaction() as session:
            new = history(session, conversation_id, after=last)
        for message in new:
            last = message.number
            if message.body["from"] != "resident":
                yield f"id: {message.number}\nevent: message\ndata: {json.dumps(message.body, ensure_ascii=False)}\n\n"
        if not new:
            yield ": still here\n\n"
        time.sleep(POLL_SECONDS)


def read_json_body() -> Any:
    """The request's JSON; raises WrongType or NotJson."""
    if request.mimetype != "application/json":
        raise WrongType
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise NotJson from None


def paths_of(error: ValidationError) -> list[dict[str, str]]:
    """Each wrong place as `{"path", "problem"}`, without the value that stood there."""
    return [
        {"path": ".".join(str(part) for part in item["loc"]) or "body", "problem": item["msg"]}
        for item in error.errors(include_input=False, include_url=False)
    ]


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
