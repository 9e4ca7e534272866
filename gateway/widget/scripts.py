"""The page's modules, at an address that changes when one of them does: browsers keep them and never ask again."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, url_for

from gateway.errors import NotFound

STATIC = Path(__file__).parent / "static"
# What starts the others on each kind of page, and which others it needs; None: all.
STARTS = {"chat.js": None, "page.js": ("voice", "follower", "memory")}
YEAR = 365 * 24 * 3600
blueprint = Blueprint("scripts", __name__)


@cache
def modules() -> dict[str, bytes]:
    """Each module by its name below static/; read once in the life of a process."""
    paths = [*(STATIC / start for start in STARTS), *sorted((STATIC / "chat").glob("*.js"))]
    return {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in paths}


def script_urls(start: str = "chat.js") -> list[str]:
    """The addresses of a page's modules, the starting one first. Imports are relative, so they stay in the version."""
    needed = STARTS[start]
    others = [name for name in modules() if name not in STARTS and (needed is None or Path(name).stem in needed)]
    return [url_for("scripts.get", version=_version(), file=file) for file in (start, *others)]


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
