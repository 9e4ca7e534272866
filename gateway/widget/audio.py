"""Serves spoken answers, made when first asked for, and when each of their words is heard."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, send_file

from civic.voice.timings import Timings
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
    return _kept_for_good(response)


@blueprint.get("/audio/<key>.json")
def timings(key: str) -> Response:
    """`seconds`, `words` and `spans` ([seconds, first word, word after]); no spans when the voice does not tell."""
    library = services().audio
    if library is None or library.open(key) is None:
        raise NotFound
    known = library.timings(key) or Timings(seconds=0, words=0, spans=())
    return _kept_for_good(jsonify(known.model_dump()))


def _kept_for_good(response: Response) -> Response:
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
