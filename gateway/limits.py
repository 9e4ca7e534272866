"""Rate limits: a person types a few messages in ten seconds; more is a machine or a stuck key."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Flask, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from gateway.services import services

Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")
# One address may be a whole digipunt or an office behind one router.
VISITORS_PER_ADDRESS = 4


def visitor() -> str:
    """Who is counted: the conversation, else the address."""
    body = request.get_json(silent=True) if request.is_json else None
    known = body.get("conversation") if isinstance(body, dict) else session.get("conversation")
    return f"conversation:{known[:64]}" if isinstance(known, str) and known else f"address:{get_remote_address()}"


limiter = Limiter(key_func=visitor, headers_enabled=True)


def register_limits(app: Flask, *, redis_url: str) -> None:
    """Count in Redis when there is one, so that several processes count together; else in this process."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "memory://"
    app.config["RATELIMIT_STRATEGY"] = "moving-window"
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(redis_url)
    limiter.init_app(app)


def limit_messages(view: Callable[Parameters, Returned]) -> Callable[Parameters, Returned]:
    """Count this view's calls as messages of the visitor, and of the address behind them."""
    per_visitor = limiter.limit(lambda: f"{services().settings.messages_per_second}/second;120/minute")
    per_address = limiter.limit(
        lambda: f"{services().settings.messages_per_second * VISITORS_PER_ADDRESS}/second",
        key_func=get_remote_address,
    )
    return per_address(per_visitor(view))
