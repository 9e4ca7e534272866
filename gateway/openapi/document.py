"""Builds the OpenAPI 3.1 document from the operations and the models behind them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from civic.content.load import Content
from gateway.conversation.turn import TEXT_LIMIT
from gateway.openapi.operations import ERROR, ERRORS, OPERATIONS, STREAM, Answer, Operation, Parameter
from gateway.settings import ROOT

REFERENCE = "#/components/schemas/{model}"
INTRODUCTION = (
    "WieDoetWat tells residents of a Flemish municipality who is responsible for what, in plain Dutch, Turkish and "
    "Arabic. Everything is JSON in UTF-8. How to sign, with sample clients: /developers."
)
SECURITY = {
    "timestamp": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Timestamp",
        "description": "Unix seconds, at most five minutes from now.",
    },
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Signature",
        "description": "`sha256=` and the hexadecimal HMAC-SHA256 of `{X-Timestamp}.{raw body}`.",
    },
}
BODIES: dict[str, dict[str, object]] = {
    "say": {"conversation": None, "text": "Wie haalt het grofvuil op?", "language": None, "city": "genk"},
    "escalate": {"language": "nl", "question": "Waar kan ik mijn oude zetel kwijt?", "channel": "desk", "city": "genk"},
}


def document(content: Content, *, url: str, version: str) -> dict[str, Any]:
    """The document, ready to be told as JSON; `url`: where people reach us."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, content)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "WieDoetWat",
            "version": version,
            "description": INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": url}],
        "tags": [{"name": name} for name in dict.fromkeys(operation.group for operation in OPERATIONS)],
        "paths": paths,
        "components": {"schemas": _schemas(content), "securitySchemes": SECURITY},
    }


def read_version() -> str:
    """The version of this software, as pyproject.toml says it."""
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    return next(line.split('"')[1] for line in lines if line.startswith("version = "))


def something_visible() -> str:
    """A pattern for texts with a character that shows: not only blanks, control characters and marks of direction.

    Spelled out, because not every reader of patterns knows Unicode's classes; beyond U+FFFF nothing is left out.
    """
    hidden = [code for code in range(0x10000) if unicodedata.category(chr(code)) in ("Cc", "Cf")]
    begins = [code for code in hidden if code - 1 not in hidden]
    ends = [code for code in hidden if code + 1 not in hidden]
    ranges = (f"\\u{first:04x}-\\u{last:04x}" for first, last in zip(begins, ends, strict=True))
    return f"[^\\s{''.join(ranges)}]"


def _operation(operation: Operation, content: Content) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.group],
        "summary": operation.text.partition(". ")[0].rstrip("."),
        "description": operation.text,
        "parameters": [_parameter(parameter, content) for parameter in operation.parameters],
        "responses": {
            **{str(status): _answer(answer) for status, answer in operation.answers.items()},
            **{str(status): _answer(Answer(ERRORS[status], ERROR)) for status in operation.errors},
        },
    }
    if operation.links:
        told["responses"]["200"]["links"] = {
            name: {"operationId": name, "parameters": {field: f"$response.body#/{field}"}}
            for name, field in operation.links.items()
        }
    if operation.body is not None:
        shape = {"schema": _reference(operation.body), "example": BODIES[operation.name]}
        told["requestBody"] = {"required": True, "content": {"application/json": shape}}
    if operation.signed:
        told["security"] = [dict.fromkeys(SECURITY, [])]
    return told


def _parameter(parameter: Parameter, content: Content) -> dict[str, Any]:
    schema = dict(parameter.schema)
    if schema.get("enum") == "$cities":
        schema["enum"] = [*content.cities, ""]
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": parameter.text,
        "schema": schema,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    if answer.media == STREAM:
        return {"description": answer.text, "content": {STREAM: {"schema": {"type": "string"}}}}
    if answer.shape is None:
        return {"description": answer.text}
    return {"description": answer.text, "content": {answer.media: {"schema": _reference(answer.shape)}}}


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas(content: Content) -> dict[str, Any]:
    """The schemas of all models, with what the code checks beside them."""
    wanted: list[tuple[type[BaseModel], Literal["validation", "serialization"]]] = [
        (model, "validation") for model in dict.fromkeys(_models())
    ]
    _, told = models_json_schema(wanted, ref_template=REFERENCE, by_alias=True)
    schemas: dict[str, Any] = told["$defs"]
    turn, escalation = schemas["TurnRequest"], schemas["Escalation"]
    turn["properties"]["text"].update(maxLength=TEXT_LIMIT, pattern=something_visible())
    for schema, name, known in (
        (turn, "city", content.cities),
        (turn, "topic", content.topics),
        (escalation, "city", content.cities),
        (escalation, "topic", content.topics),
    ):
        schema["properties"][name]["anyOf"][0]["enum"] = list(known)
    escalation["anyOf"] = [
        {"required": [name], "properties": {name: {"type": "string", "minLength": 1}}}
        for name in ("conversation", "question")
    ]
    return schemas


def _models() -> Iterable[type[BaseModel]]:
    yield ERROR
    for operation in OPERATIONS:
        if operation.body is not None:
            yield operation.body
        yield from (answer.shape for answer in operation.answers.values() if answer.shape is not None)
