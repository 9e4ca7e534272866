"""Looks at the access token: whether Meta accepts it, until when, whose it is and what it may do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from gateway.clients.whatsapp import WhatsAppClient
from gateway.settings import Settings
from gateway.store.schema import now
from gateway.whatsapp.checking.findings import Finding, fine, problem, warning

NAME = "WHATSAPP_TOKEN"
NEEDED = ("whatsapp_business_messaging", "whatsapp_business_management")
SOON = dt.timedelta(days=14)
OF_A_SYSTEM = "SYSTEM_USER"


def check(settings: Settings, client: WhatsAppClient) -> Iterator[Finding]:
    """Raises GraphError."""
    about = about_token(settings, client)
    if not about.get("is_valid"):
        yield problem(NAME, "has expired or was withdrawn. Make a new one (docs/whatsapp.md, step 3) and restart.")
        return
    yield _until(int(about.get("expires_at") or 0))
    if about.get("type") not in {None, OF_A_SYSTEM}:
        yield warning(NAME, "belongs to a person and ends when they leave: use one of a system user")
    missing = [scope for scope in NEEDED if scope not in about.get("scopes", ())]
    if missing:
        yield problem(NAME, f"lacks the right {' and '.join(missing)}. Make a new one with both.")


def about_token(settings: Settings, client: WhatsAppClient) -> dict[str, Any]:
    """What Meta tells of our token: app_id, type, is_valid, expires_at (unix seconds, 0: never), scopes."""
    data = client.read("/debug_token", input_token=settings.whatsapp_token).get("data")
    return data if isinstance(data, dict) else {}


def _until(expires_at: int) -> Finding:
    if not expires_at:
        return fine(NAME, "valid, without an end")
    end = dt.datetime.fromtimestamp(expires_at, dt.UTC)
    left = end - now()
    told = f"valid until {end:%Y-%m-%d %H:%M} UTC ({max(left.days, 0)} days)"
    if left < SOON:
        return warning(NAME, f"{told}. Make one that does not end (docs/whatsapp.md, step 3).")
    return warning(NAME, f"{told}; one of a system user can be without an end")
