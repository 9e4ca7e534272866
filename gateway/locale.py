"""The language of a request: asked for, remembered, or the browser's; and what templates need of it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, request, session
from flask_wtf.csrf import generate_csrf

from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from civic.replies import direction_of
from gateway.request_body import peek_json
from gateway.services import services


def request_language() -> str:
    """`nl`, `tr` or `ar`: the `language` parameter, the page's, the session's, then Accept-Language, then Dutch."""
    told = peek_json()
    asked = request.args.get("language") or told.get("language") or told.get("page_language") or session.get("language")
    if isinstance(asked, str) and asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or SOURCE_LANGUAGE


def _phrases_in(default: str) -> Callable[..., str]:
    """`t(key, language=None, **values)` for templates: the page's language unless another is given."""

    def phrase(key: str, language: str | None = None, **values: object) -> str:
        chosen = language if language in LANGUAGES else default
        return services().content.phrase(key, chosen, **values)

    return phrase


def register_locale(app: Flask) -> None:
    """Give every template `language`, `direction`, `languages`, `cities`, `t` and `csrf_token`."""

    @app.context_processor
    def shared() -> dict[str, object]:
        language = request_language()
        content = services().content
        return {
            "language": language,
            "direction": direction_of(language),
            "languages": [entry.model_dump() for entry in services().languages.ours],
            "cities": [{"id": city.id, "name": city.names.in_language(language)} for city in content.cities.values()],
            "t": _phrases_in(language),
            "csrf_token": generate_csrf,
            "public_url": services().settings.public_url,
        }
