"""Rate limits: a person types a few messages in ten seconds; more is a machine or a stuck key."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, Response, jsonify, make_response, render_template, request, session
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address

from civic.content.model import LANGUAGES
from gateway.conversation.turn import Incoming, emergency_answer
from gateway.request_body import peek_json
from gateway.services import services

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")
# One address may be a whole digipunt or an office behind one router.
VISITORS_PER_ADDRESS = 4


def known_conversation() -> str | None:
    """The conversation that this request says it belongs to."""
    known = peek_json().get("conversation") if request.is_json else session.get("conversation")
    return known[:64] if isinstance(known, str) and known else None


def _visitor() -> str:
    known = known_conversation()
    return f"conversation:{known}" if known else f"new from:{get_remote_address()}"


limiter = Limiter(key_func=get_remote_address, headers_enabled=True)


def register_limits(app: Flask, *, redis_url: str) -> None:
    """Count in Redis when there is one, so that several processes count together; else in this process."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    app.config["RATELIMIT_STRATEGY"] = "moving-window"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(redis_url)
    limiter.init_app(app)


def limit_messages(view: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Count this view's calls as messages of the conversation (or the newcomer), and of the address behind it."""
    per_visitor = limiter.limit(
        lambda: f"{services().settings.messages_per_second}/second",
        key_func=_visitor,
        on_breach=_emergencies_pass,
    )
    per_address = limiter.limit(
        lambda: f"{services().settings.messages_per_second * VISITORS_PER_ADDRESS}/second",
        on_breach=_emergencies_pass,
    )
    return per_address(per_visitor(view))


def _emergencies_pass(_limit: RequestLimit) -> Response | None:
    """An emergency gets its number however many messages there were; everything else gets the usual refusal."""
    body = peek_json() if request.is_json else request.form
    text, language = body.get("text"), body.get("language")
    if not isinstance(text, str):
        return None
    incoming = Incoming(
        text=text, conversation=known_conversation(), language=language if language in LANGUAGES else None
    )
    answer = emergency_answer(services(), incoming)
    if answer is None:
        return None
    if request.is_json:
        return jsonify(answer)
    return make_response(render_template("error.html", message=answer["messages"][0]["text"], status=200))
