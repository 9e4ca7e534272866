"""Bigger letters: chosen by a link that works without script, remembered on the device, the same on every page."""

from __future__ import annotations

from flask import Flask, Response, request, url_for

LARGE, NORMAL = "large", "normal"
SIZES = (NORMAL, LARGE)
COOKIE = "text_size"
YEAR = 365 * 24 * 3600


def chosen_size() -> str:
    """`normal` or `large`: the `text` parameter, then what the device remembers, then normal."""
    for size in (request.args.get("text"), request.cookies.get(COOKIE)):
        if size in SIZES:
            return size
    return NORMAL


def register_text_size(app: Flask) -> None:
    """Give every template `text_size` and `other_text_size` (`size` and the `url` of the same page in it)."""

    @app.context_processor
    def shared() -> dict[str, object]:
        size = chosen_size()
        other = NORMAL if size == LARGE else LARGE
        return {"text_size": size, "other_text_size": {"size": other, "url": _this_page(other)}}

    @app.after_request
    def remember(response: Response) -> Response:
        if request.args.get("text") in SIZES:
            response.set_cookie(
                COOKIE,
                chosen_size(),
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=app.config["SESSION_COOKIE_SECURE"],
            )
        return response


def _this_page(size: str) -> str:
    """The address of this page in another size; a page that answers a form has none, the chat stands in for it."""
    if request.method not in ("GET", "HEAD") or request.endpoint is None:
        return url_for("widget.page", text=size)
    values = {**request.args.to_dict(), **(request.view_args or {}), "text": size}
    return url_for(request.endpoint, **values)
