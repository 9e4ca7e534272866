"""`/openapi.json` for programs and `/developers` for people, both from the same operations."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from markupsafe import Markup, escape

from gateway.openapi.document import BODIES, document, read_version
from gateway.openapi.operations import OPERATIONS
from gateway.services import services
from gateway.settings import ROOT

# More values than this are not spelled out.
FEW = 10
EXAMPLES = ROOT / "docs" / "examples"
blueprint = Blueprint(
    "openapi", __name__, template_folder="templates", static_folder="static", static_url_path="/developers/static"
)


@blueprint.get("/openapi.json")
def told() -> Response:
    """The OpenAPI 3.1 document; pages elsewhere may read it."""
    response = jsonify(document(services().content, url=services().settings.public_url, version=read_version()))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/developers")
def page() -> str:
    """What a programmer needs: calls, how to sign, sample clients."""
    spec = document(services().content, url=services().settings.public_url, version=read_version())
    return render_template(
        "openapi/developers.html",
        spec=spec,
        operations=[(operation, spec["paths"][operation.path][operation.method]) for operation in OPERATIONS],
        fields={name: _fields(schema) for name, schema in spec["components"]["schemas"].items()},
        in_code=_in_code,
        bodies={name: json.dumps(body, ensure_ascii=False) for name, body in BODIES.items()},
        shell=_example("escalate.sh"),
        python=_example("escalate.py"),
    )


def _in_code(text: str) -> Markup:
    """Words between backticks as code."""
    parts = (escape(part) for part in text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def _fields(schema: dict[str, Any]) -> list[tuple[str, str]]:
    """Each field of a body, with what it may hold in a few words."""
    needed = schema.get("required", ())
    return [(name, _holds(told, needed=name in needed)) for name, told in schema.get("properties", {}).items()]


def _holds(told: dict[str, Any], *, needed: bool) -> str:
    given = {**told, **told.get("anyOf", [{}])[0]}
    values, most = given.get("enum", ()), given.get("maxLength")
    words = ["needed" if needed else "may be left out"]
    if values:
        few = len(values) <= FEW
        words.append("one of " + ", ".join(f"`{value}`" for value in values) if few else "an id from `/api/topics`")
    if most:
        words.append(f"at most {most:,} characters")
    if given.get("default") is not None:
        words.append(f"`{given['default']}` when left out")
    return "; ".join(words)


@cache
def _example(name: str) -> str:
    path: Path = EXAMPLES / name
    return path.read_text("utf-8")
