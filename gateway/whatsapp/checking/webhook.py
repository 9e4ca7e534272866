"""Looks at the way in: where Meta calls us, what it passes on, and whether our gateway answers there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import requests

from gateway.clients.whatsapp import LOOPBACK, GraphError, WhatsAppClient
from gateway.settings import Settings
from gateway.whatsapp.checking.findings import Finding, fine, problem
from gateway.whatsapp.checking.token import about_token

SECRET, WORD, ADDRESS = "WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "PUBLIC_URL"
PATH = "/webhooks/whatsapp"
FIELD = "messages"
SECONDS = 10
# What Meta answers to a secret that is not the app's.
NOT_THE_SECRET = frozenset({1, 100, 101, 104, 190})


def check_subscription(settings: Settings, client: WhatsAppClient) -> Iterator[Finding]:
    """The app secret, by asking as the app itself; then where and for what Meta calls us. Raises GraphError."""
    app = str(about_token(settings, client).get("app_id"))
    try:
        told = client.read(f"/{app}/subscriptions", token=f"{app}|{settings.whatsapp_app_secret}")
    except GraphError as error:
        if error.code not in NOT_THE_SECRET:
            raise
        yield problem(SECRET, "is not the secret of the app that the token belongs to: every message would be refused")
        return
    yield fine(SECRET, "is that of the app")
    found = [row for row in told.get("data") or [] if row.get("object") == "whatsapp_business_account"]
    if not found:
        yield problem(ADDRESS, "Meta calls no webhook: set it in the app (docs/whatsapp.md, step 5)")
    for row in found:
        yield from _called(settings, row)


def check_ours(settings: Settings, client: WhatsAppClient) -> Iterator[Finding]:
    """What the running gateway answers when it is asked as Meta asks."""
    address = f"{settings.public_url}{PATH}"
    word = secrets.token_hex(8)
    asked = {"hub.mode": "subscribe", "hub.verify_token": settings.whatsapp_verify_token, "hub.challenge": word}
    try:
        with requests.Session() as session:
            session.trust_env = urlsplit(address).hostname not in LOOPBACK
            answer = session.get(address, params=asked, timeout=SECONDS, allow_redirects=False)
    except requests.RequestException as error:
        yield problem(ADDRESS, f"{address} does not answer ({type(error).__name__}): is the gateway running?")
        return
    if answer.status_code == 200 and answer.text == word:
        yield fine(WORD, f"{address} answers to it")
    elif answer.status_code == 403:
        yield problem(WORD, "the running gateway has another one: restart it after changing settings")
    elif answer.status_code == 404:
        yield problem(WORD, "the running gateway has no WhatsApp: restart it after changing settings")
    else:
        yield problem(ADDRESS, f"{address} answers with {answer.status_code}: does the proxy lead to the gateway?")


def _called(settings: Settings, row: dict[str, Any]) -> Iterator[Finding]:
    ours, theirs = f"{settings.public_url}{PATH}", str(row.get("callback_url", ""))
    names = {field.get("name") if isinstance(field, dict) else field for field in row.get("fields") or []}
    if theirs != ours:
        yield problem(ADDRESS, f"Meta calls {theirs}, but ours is {ours}")
    elif not row.get("active", True):
        yield problem(ADDRESS, "Meta has switched the webhook off: verify it again in the app")
    elif FIELD not in names:
        yield problem(ADDRESS, f"Meta does not pass on the field `{FIELD}`: switch it on in the app")
    else:
        yield fine(ADDRESS, f"Meta calls {theirs} for {', '.join(sorted(str(name) for name in names))}")
    insecure = not ours.startswith("https://")
    if insecure and urlsplit(settings.whatsapp_graph_url).hostname not in LOOPBACK:
        yield problem(ADDRESS, "is not https: Meta calls nothing else")
