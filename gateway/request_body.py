"""A look into the request's JSON that never fails: for limits and languages, before a view has checked it."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.exceptions import HTTPException


def peek_json() -> dict[str, Any]:
    """The JSON object of the request; an empty one when there is none, it is broken, or it is too large."""
    try:
        body = request.get_json(silent=True) if request.is_json else None
    except (HTTPException, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
