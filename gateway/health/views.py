"""`/healthz`: this process lives. `/readyz`: its neighbours answer too."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from gateway.clients.rasa import actions_are_ready
from gateway.delivery.queue import worker_state
from gateway.services import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """200 as long as this process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def ready() -> tuple[Response, int]:
    """200 when Rasa, the actions and the database answer, else 503; each part is named.

    A worker that is `down` delays messages, but residents are still answered: it is named and changes nothing else.
    """
    parts = services()
    checks = {
        "rasa": parts.rasa.is_ready(),
        "actions": actions_are_ready(parts.settings.actions_url),
        "database": parts.database.ping(),
    }
    states = {name: "ok" if good else "unavailable" for name, good in checks.items()}
    states["worker"] = worker_state(parts.settings)
    good = all(checks.values())
    return jsonify({"status": "ok" if good else "unavailable", "parts": states}), 200 if good else 503
