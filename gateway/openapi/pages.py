"""`/openapi.json` for programs and `/developers` for people, both from the same operations."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, jsonify, render_template

from gateway.openapi.document import BODIES, document, read_version
from gateway.openapi.operations import OPERATIONS
from gateway.services import services
from gateway.settings import ROOT

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
        bodies={name: json.dumps(body, ensure_ascii=False) for name, body in BODIES.items()},
        shell=_example("escalate.sh"),
        python=_example("escalate.py"),
    )


@cache
def _example(name: str) -> str:
    path: Path = EXAMPLES / name
    return path.read_text("utf-8")
