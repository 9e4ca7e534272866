"""`POST /webhooks/escalations`: verify the raw bytes, open the case once per key, answer with its code.

A call is signed: `X-Signature: sha256=<HMAC-SHA256 of "{X-Timestamp}.{body}">`. Sample body:
`{"conversation": "k3…", "channel": "web", "language": "tr", "city": "genk", "topic": "bulky-waste"}`.
"""

from __future__ import annotations

import json
import logging
import re
import time
from typing import Annotated, Literal

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from civic.signatures import is_authentic
from gateway.errors import NotJson, TooLong, Unauthentic, WrongShape
from gateway.services import services
from gateway.store.cases import NewCase, open_case
from gateway.store.conversations import find_conversation
from gateway.widget.api import paths_of

logger = logging.getLogger(__name__)
blueprint = Blueprint("escalations", __name__)
BODY_LIMIT = 64 * 1024
KEY_LENGTH = 200
# Headers have no agreed encoding beyond ASCII.
KEY_SIGNS = r"[!-~]([ -~]*[!-~])?"


# PostgreSQL keeps no text with a zero in it.
Text = Annotated[str, Field(pattern=r"^[^\x00]*$")]


class Escalation(BaseModel):
    """What a caller says: which conversation it is, or the question itself when it happened elsewhere."""

    model_config = ConfigDict(strict=True, extra="ignore")

    language: Literal["nl", "tr", "ar"]
    channel: Annotated[Text, Field(min_length=1, max_length=20)] = "web"
    conversation: Annotated[Text, Field(max_length=64)] | None = None
    city: str | None = None
    neighbourhood: Annotated[Text, Field(max_length=80)] | None = None
    topic: Annotated[str, Field(max_length=80)] | None = None
    question: Annotated[Text, Field(max_length=4000)] | None = None
    reach: Literal["chat", "phone", "desk"] = "chat"
    name: Annotated[Text, Field(max_length=80)] | None = None
    phone: Annotated[Text, Field(max_length=40)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Escalation:
        if not self.conversation and not self.question:
            raise ValueError("conversation or question is needed")
        return self


@blueprint.post("/webhooks/escalations")
def receive() -> tuple[Response, int]:
    """201 with the new case; 200 with the same case for the same key. Errors: 400, 401, 413, 422, 503."""
    if (request.content_length or 0) > BODY_LIMIT:
        raise TooLong
    body = request.get_data()
    if len(body) > BODY_LIMIT:
        raise TooLong
    _verify(body)
    key = request.headers.get("Idempotency-Key", "").strip()
    escalation = _read(body)
    if len(key) > KEY_LENGTH or not re.fullmatch(KEY_SIGNS, key):
        problem = f"must be given, at most {KEY_LENGTH} visible ASCII characters"
        raise WrongShape(detail=[{"path": "Idempotency-Key", "problem": problem}])
    case, made = open_case(
        services().database,
        _with_contact(escalation),
        key=key,
        by=f"webhook:{escalation.channel}",
        content=services().content,
    )
    logger.info("case=%s state=%s %s", case.code, case.state, "opened" if made else "known")
    return jsonify({"case": case.code, "state": case.state}), 201 if made else 200


def _verify(body: bytes) -> None:
    authentic = is_authentic(
        body,
        timestamp=request.headers.get("X-Timestamp", ""),
        signature=request.headers.get("X-Signature", ""),
        secrets=services().settings.escalation_secrets,
        now=time.time(),
    )
    if not authentic:
        raise Unauthentic


def _read(body: bytes) -> Escalation:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise NotJson from None
    try:
        escalation = Escalation.model_validate(raw)
    except ValidationError as error:
        raise WrongShape(detail=paths_of(error)) from None
    known = services().content
    unknown = [
        {"path": name, "problem": f"unknown {name}"}
        for name, value, among in (
            ("city", escalation.city, known.cities),
            ("topic", escalation.topic, known.topics),
        )
        if value is not None and value not in among
    ]
    if unknown:
        raise WrongShape(detail=unknown)
    return escalation


def _with_contact(escalation: Escalation) -> NewCase:
    """The new case, with what the resident told the gateway about being reached."""
    numbers = services().numbers
    given = {**escalation.model_dump(), "phone": numbers.hide(escalation.phone) if escalation.phone else None}
    if not escalation.conversation:
        return NewCase(**given)
    with services().database.transaction() as session:
        conversation = find_conversation(session, escalation.conversation)
        contact = dict(conversation.pending) if conversation else {}
    return NewCase(
        **{
            **given,
            "neighbourhood": contact.get("neighbourhood", escalation.neighbourhood),
            "reach": contact.get("reach", escalation.reach),
            "name": contact.get("name", escalation.name),
            "phone": numbers.hidden(contact.get("phone")) or given["phone"],
        }
    )
