"""Controls for other programs: change how the stand-in behaves, and read what it was sent. JSON in and out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from tests.standins.graph.api import graph

blueprint = Blueprint("control", __name__, url_prefix="/control")
# What may be changed, each by its own name.
BEHAVIOUR = ("delay_seconds", "is_down", "reports", "refuses_at_once", "sent_after", "delivered_after", "read_after")
ACCOUNT = ("token_expired", "token_expires_at", "quality", "status", "subscribed", "callback_url")
LIMITS = ("throughput", "pair_burst")


@blueprint.get("/state")
def state() -> Response:
    """How it behaves now, and how many messages it took."""
    behaviour = {name: getattr(graph().behaviour, name) for name in BEHAVIOUR}
    account = {name: getattr(graph().account, name) for name in ACCOUNT}
    limits = {name: getattr(graph().limits, name) for name in LIMITS}
    return jsonify({**behaviour, **account, **limits, "webhook": graph().hook.url, "sent": len(graph().sent)})


@blueprint.post("/state")
def change() -> tuple[Response, int] | Response:
    """Change what is named; 422 for a name that is not known."""
    wanted: dict[str, Any] = request.get_json()
    unknown = sorted(set(wanted) - {*BEHAVIOUR, *ACCOUNT, *LIMITS, "webhook", "refusals"})
    if unknown:
        return jsonify({"unknown": unknown}), 422
    for name, value in wanted.items():
        if name in BEHAVIOUR:
            setattr(graph().behaviour, name, value)
        elif name in ACCOUNT:
            setattr(graph().account, name, value)
    if "webhook" in wanted:
        graph().hook.url = wanted["webhook"]
    graph().behaviour.refusals.extend(wanted.get("refusals", ()))
    if set(LIMITS) & set(wanted):
        now = {name: getattr(graph().limits, name) for name in LIMITS}
        graph().limits.change(**{name: wanted.get(name, now[name]) for name in LIMITS})
    graph().changed()
    return state()


@blueprint.get("/sent")
def sent() -> Response:
    """Every message that was taken, in order: id, to, message, at (unix seconds), state, problem."""
    with graph().lock:
        return jsonify([asdict(each) for each in graph().sent])


@blueprint.get("/posted")
def posted() -> Response:
    """The status of every call of the webhook, in order."""
    return jsonify([status for _, status in list(graph().hook.posted)])


@blueprint.post("/phones/<number>")
def write(number: str) -> Response:
    """Let a phone write: {"text": "…"}, or {"tap": "title"}; gives the status of the webhook."""
    asked = request.get_json()
    phone = graph().phone(number)
    written = phone.taps(asked["tap"]) if "tap" in asked else phone.says(asked["text"])
    return jsonify({"id": written.id, "status": written.status})
