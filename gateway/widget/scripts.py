"""The page's modules, at an address that changes when one of them does: browsers keep them and never ask again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, url_for

from gateway.errors import NotFound

STATIC = Path(__file__).parent / "static"
START = "chat.js"
YEAR = 365 * 24 * 3600
blueprint = Blueprint("scripts", __name__)


@cache
def modules() -> dict[str, bytes]:
    """Each module by its name below static/, the one that starts the others first; read once in a process's life."""
    others = sorted((STATIC / "chat").glob("*.js"))
    return {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in (STATIC / START, *others)}


def script_urls() -> list[str]:
    """The addresses of all modules, the starting one first. Imports are relative, so they stay within the version."""
    return [url_for("scripts.get", version=_version(), file=file) for file in modules()]


@blueprint.get("/scripts/<version>/<path:file>")
def get(version: str, file: str) -> Response:
    """A module; kept for a year under the current version, checked again under another."""
    if file not in modules():
        raise NotFound
    response = Response(modules()[file], mimetype="text/javascript")
    response.set_etag(_version())
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if version == _version() else "no-cache"
    response.make_conditional(request)
    return response


@cache
def _version() -> str:
    return hashlib.sha256(b"".join(modules().values())).hexdigest()[:16]
