"""What a browser keeps of us for when there is no network: the service worker, and the page that it shows then."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, request

from gateway.widget.pages import no_store, show_chat

blueprint = Blueprint("offline", __name__)
WORKER = Path(__file__).parent / "static" / "service-worker.js"


@blueprint.get("/offline")
def page() -> Response:
    """The chat without a talk, for `?language=` and `?city=`; what is typed in it waits for the network."""
    return no_store(Response(show_chat(embedded=False, offline=True)))


@blueprint.get("/service-worker.js")
def worker() -> Response:
    """At the root, because a worker only reaches what lies beside or below it; checked again at every visit."""
    response = Response(WORKER.read_bytes(), mimetype="text/javascript")
    response.add_etag()
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
