"""Spoken answers at the desk: the same sounds, but the browser of a shared computer keeps none of them."""

from __future__ import annotations

from flask import Blueprint, jsonify, send_file
from flask.typing import ResponseReturnValue

from gateway.errors import NotFound
from gateway.services import services

blueprint = Blueprint("desk_sounds", __name__, url_prefix="/desk")


@blueprint.get("/audio/<key>.mp3")
def speak(key: str) -> ResponseReturnValue:
    """The mp3, with range requests."""
    library = services().audio
    path = library.open(key) if library else None
    if path is None:
        raise NotFound
    response = send_file(path, mimetype="audio/mpeg", conditional=True, max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/audio/<key>.json")
def timings(key: str) -> ResponseReturnValue:
    """When each word is heard, as `/audio/<key>.json` gives it; `no-store` comes with what is behind the sign-in."""
    library = services().audio
    known = library.timings(key) if library else None
    if known is None:
        raise NotFound
    return jsonify(known.model_dump())
