"""One style sheet per kind of page, put together from the files in static/: one request where there would be ten."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, url_for

from gateway.errors import NotFound

STATIC = Path(__file__).parent / "static"
BASE = ("style.css", "css/header.css")
CARD = ("css/offers.css", "css/card.css", "css/ladder.css", "css/reach.css")
SHEETS = {
    "chat": (
        *BASE,
        "css/welcome.css",
        "css/areas.css",
        "css/messages.css",
        *CARD,
        "css/composer.css",
        "css/states.css",
        "css/speaking.css",
        "css/spoken.css",
    ),
    "desk": (*BASE, "css/messages.css", *CARD, "css/speaking.css", "css/spoken.css"),
    "page": (*BASE, "css/areas.css", *CARD, "css/spoken.css", "css/page.css", "css/print.css"),
}
YEAR = 365 * 24 * 3600
blueprint = Blueprint("sheets", __name__)


@cache
def sheet(name: str) -> bytes:
    """The files of a sheet one after the other; read once in the life of the process. KeyError for another name."""
    return b"\n".join((STATIC / file).read_bytes() for file in SHEETS[name])


def sheet_url(name: str) -> str:
    """The address of a sheet; it changes when the style does, so that browsers may keep it."""
    return url_for("sheets.get", name=name, v=_version(name))


@blueprint.get("/sheets/<name>.css")
def get(name: str) -> Response:
    """The sheet; kept for a year under its own version, checked again under another."""
    if name not in SHEETS:
        raise NotFound
    response = Response(sheet(name), mimetype="text/css")
    response.set_etag(_version(name))
    current = request.args.get("v") == _version(name)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    response.make_conditional(request)
    return response


def _version(name: str) -> str:
    return hashlib.sha256(sheet(name)).hexdigest()[:16]
