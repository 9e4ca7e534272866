"""Serves spoken answers, made when first asked for."""

from __future__ import annotations

from flask import Blueprint, Response, send_file

from gateway.errors import NotFound
from gateway.services import services

blueprint = Blueprint("audio", __name__)
YEAR = 365 * 24 * 3600


@blueprint.get("/audio/<key>.mp3")
def speak(key: str) -> Response:
    """The mp3, with range requests; the key is a hash of the words, so it never changes."""
    library = services().audio
    path = library.open(key) if library else None
    if path is None:
        raise NotFound
    response = send_file(path, mimetype="audio/mpeg", conditional=True, max_age=YEAR, etag=key)
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
