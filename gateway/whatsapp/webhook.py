"""`/webhooks/whatsapp`: verify over the raw body, keep each message once, acknowledge; the worker hears them later.

Meta repeats what is not answered with 200, in any order. Sample body: `{"entry": [{"changes": [{"field": "messages",
"value": {"metadata": {"phone_number_id": "1"}, "messages": [{"from": "32470000001", "id": "wamid.A",
"timestamp": "1764100000", "type": "text", "text": {"body": "grofvuil"}}]}}]}]}`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from functools import partial
from typing import Any, cast

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from gateway.errors import Forbidden, NotFound, Unauthentic
from gateway.services import services
from gateway.settings import Settings
from gateway.store.together import Together
from gateway.whatsapp.arriving import Payload, keep_payloads
from gateway.whatsapp.received import messages_in, reports_in

logger = logging.getLogger(__name__)
blueprint = Blueprint("whatsapp", __name__)
# As much as Meta sends at once.
BODY_LIMIT = 3 * 1024 * 1024
SIGNATURE = "X-Hub-Signature-256"
KEEPING = "whatsapp-keeping"


@blueprint.get("/webhooks/whatsapp")
def verify() -> Response:
    """Give the challenge back to who knows our word, as Meta asks when the webhook is set. Errors: 403, 404."""
    settings = _settings()
    word = request.args.get("hub.verify_token", "")
    known = hmac.compare_digest(word.encode("utf-8", "replace"), settings.whatsapp_verify_token.encode())
    if request.args.get("hub.mode") != "subscribe" or not known:
        raise Forbidden
    return Response(request.args.get("hub.challenge", ""), mimetype="text/plain")


@blueprint.post("/webhooks/whatsapp")
def receive() -> Response:
    """200 as soon as everything in the payload is kept. Errors: 401, 404, 413, 503."""
    settings = _settings()
    payload = _read(_signed_body(settings))
    messages = list(messages_in(payload, phone_id=settings.whatsapp_phone_id))
    reports = list(reports_in(payload, phone_id=settings.whatsapp_phone_id))
    if messages or reports:
        _keeping()(Payload(messages, reports))
    else:
        logger.info("whatsapp payload with nothing to keep")
    return Response(status=200)


@blueprint.record_once
def _set_up(state: BlueprintSetupState) -> None:
    state.app.extensions[KEEPING] = Together(partial(keep_payloads, state.app.extensions["services"]))


def _keeping() -> Together[Payload]:
    return cast("Together[Payload]", current_app.extensions[KEEPING])


def _settings() -> Settings:
    settings = services().settings
    if not settings.has_whatsapp:
        raise NotFound
    return settings


def _signed_body(settings: Settings) -> bytes:
    given = request.headers.get(SIGNATURE, "")
    if not given:  # before a byte of the body is read
        raise Unauthentic
    request.max_content_length = BODY_LIMIT
    body = request.get_data()
    expected = "sha256=" + hmac.new(settings.whatsapp_app_secret.encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
        raise Unauthentic
    return body


def _read(body: bytes) -> Any:
    """The payload; None when it is no JSON: it is Meta's all the same, and sent again it would read no better."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        logger.error("whatsapp payload unreadable bytes=%d", len(body))
        return None
