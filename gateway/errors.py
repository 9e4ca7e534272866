"""Errors know their status and phrase; one registrar answers them, as JSON or a page, in the person's language."""

from __future__ import annotations

import logging
import uuid

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from gateway.locale import request_language
from gateway.services import services
from gateway.store.database import StoreUnavailable

logger = logging.getLogger(__name__)


class ChatError(Exception):
    """Something a person did or met; `code` is stable for programs, `phrase` a key of content phrases."""

    status = 400
    code = "bad_request"
    phrase = "bad_request"

    def __init__(self, *, language: str | None = None, detail: object = None) -> None:
        super().__init__(self.code)
        self.language = language
        self.detail = detail


class NotJson(ChatError):
    """The body is not valid JSON."""

    code = "invalid_json"


class WrongType(ChatError):
    """The body has another content type than JSON."""

    status, code, phrase = 415, "unsupported_media_type", "unsupported"


class WrongShape(ChatError):
    """The JSON has another shape than agreed; `detail` lists each path."""

    status, code = 422, "invalid_request"


class EmptyMessage(ChatError):
    """Nothing is left of the text when invisible characters are taken out."""

    status, code, phrase = 422, "empty_message", "empty"


class TooLong(ChatError):
    """More text than we read."""

    status, code, phrase = 413, "too_long", "too_long"


class TooMany(ChatError):
    """More messages than a person can type."""

    status, code, phrase = 429, "too_many_requests", "too_many"


class Forbidden(ChatError):
    """Signed in, but not with the role for it."""

    status, code, phrase = 403, "forbidden", "forbidden"


class NotFound(ChatError):
    """No such thing."""

    status, code, phrase = 404, "not_found", "not_found"


class Unauthentic(ChatError):
    """A missing, wrong or old signature."""

    status, code = 401, "invalid_signature"


class Unavailable(ChatError):
    """The database is away or locked."""

    status, code, phrase = 503, "unavailable", "unavailable"


_BY_STATUS: dict[int, type[ChatError]] = {403: Forbidden, 404: NotFound, 413: TooLong, 415: WrongType, 429: TooMany}


def register_errors(app: Flask) -> None:
    """Answer every error in one place; views never build error JSON."""
    _register_our_own(app)
    _register_others(app)


def _register_our_own(app: Flask) -> None:
    @app.errorhandler(ChatError)
    def known(error: ChatError) -> Response:
        return answer(error)

    @app.errorhandler(StoreUnavailable)
    def store(error: StoreUnavailable) -> Response:
        logger.error("store unavailable: %s", error)
        return answer(Unavailable())

    @app.errorhandler(CSRFError)
    def csrf(error: CSRFError) -> Response:
        return answer(ChatError())

    @app.errorhandler(RateLimitExceeded)
    def limited(error: RateLimitExceeded) -> Response:
        if error.response is not None:  # an emergency, answered all the same
            return make_response(error.response)
        return answer(TooMany())


def _register_others(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.code is not None and error.code < 400:
            return make_response(error.get_response())
        known_error = _BY_STATUS.get(error.code or 500, ChatError)()
        known_error.status = error.code or 500
        if known_error.status not in _BY_STATUS:
            known_error.code = error.name.lower().replace(" ", "_")
        response = answer(known_error)
        if isinstance(error, MethodNotAllowed):  # which methods there are belongs in the answer (RFC 9110)
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        incident = uuid.uuid4().hex[:8]
        logger.error("incident=%s path=%s error=%s", incident, request.path, type(error).__name__)
        if app.testing or app.debug:
            raise error
        failure = ChatError()
        failure.status, failure.code, failure.phrase = 500, "internal_error", "apology"
        return answer(failure)


def answer(error: ChatError) -> Response:
    """JSON for programs and the page's script, a page for people."""
    language = error.language or request_language()
    message = services().content.phrase(error.phrase, language)
    if _wants_json():
        body: dict[str, object] = {"code": error.code, "message": message}
        if error.detail is not None:
            body["detail"] = error.detail
        response = jsonify({"error": body})
    else:
        response = make_response(render_template("error.html", message=message, status=error.status))
    response.status_code = error.status
    return response


def _wants_json() -> bool:
    return request.path.startswith(("/api/", "/webhooks/")) or request.is_json
