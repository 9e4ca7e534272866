"""Looks at our number and the account it belongs to: connected, trusted, fast enough, and the one we think it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.clients.whatsapp import WhatsAppClient
from gateway.settings import Settings
from gateway.store.numbers import international
from gateway.whatsapp.checking.findings import Finding, fine, problem, warning
from gateway.whatsapp.checking.token import about_token

PHONE, ACCOUNT = "WHATSAPP_PHONE_ID", "WHATSAPP_ACCOUNT_ID"
FIELDS = (
    "verified_name,display_phone_number,status,quality_rating,code_verification_status,name_status,throughput,"
    "platform_type"
)
# Messages a second that Meta lets a number send, by its level.
RATES = {"STANDARD": 80, "HIGH": 1000}
QUALITY = {
    "GREEN": fine(PHONE, "quality is high (GREEN)"),
    "YELLOW": warning(PHONE, "quality is medium (YELLOW): people blocked or reported us; send fewer invitations"),
    "RED": problem(PHONE, "quality is low (RED): Meta may limit or stop the number; send no invitations for a week"),
}


def check_number(settings: Settings, client: WhatsAppClient) -> Iterator[Finding]:
    """The number behind WHATSAPP_PHONE_ID. Raises GraphError."""
    about = client.read(f"/{settings.whatsapp_phone_id}", fields=FIELDS)
    shown = str(about.get("display_phone_number", ""))
    yield fine(PHONE, f"{about.get('verified_name', '')} {shown}".strip())
    yield from _is_ours(settings, shown)
    yield from _is_ready(about)
    rating = str(about.get("quality_rating", "UNKNOWN"))
    yield QUALITY.get(rating, fine(PHONE, f"quality is not known yet ({rating})"))
    yield from _is_fast_enough(settings, about)


def check_account(settings: Settings, client: WhatsAppClient) -> Iterator[Finding]:
    """The account: has the number, and passes on what it gets to our app. Raises GraphError."""
    account = settings.whatsapp_account_id
    if not account:
        yield warning(ACCOUNT, "not set: templates and the passing on of messages cannot be looked at")
        return
    numbers = _rows(client.read(f"/{account}/phone_numbers", limit="100"))
    if settings.whatsapp_phone_id not in {str(row.get("id")) for row in numbers}:
        yield problem(ACCOUNT, "this account does not have the number of WHATSAPP_PHONE_ID")
        return
    app = str(about_token(settings, client).get("app_id"))
    subscribed = [
        row.get("whatsapp_business_api_data", {}) for row in _rows(client.read(f"/{account}/subscribed_apps"))
    ]
    if app not in {str(each.get("id")) for each in subscribed}:
        yield problem(ACCOUNT, "passes nothing on to our app: subscribe it (docs/whatsapp.md, step 5)")
    else:
        yield fine(ACCOUNT, "has the number, and passes on what it gets to our app")


def _is_ours(settings: Settings, shown: str) -> Iterator[Finding]:
    if not settings.whatsapp_number:
        yield warning("WHATSAPP_NUMBER", f"not set: pages show no link and QR to WhatsApp. Set it to {shown}.")
    elif international(settings.whatsapp_number) != international(shown):
        yield problem("WHATSAPP_NUMBER", f"is another number than the one of WHATSAPP_PHONE_ID, {shown}")
    else:
        yield fine("WHATSAPP_NUMBER", "is the number of WHATSAPP_PHONE_ID")


def _is_ready(about: dict[str, Any]) -> Iterator[Finding]:
    status = str(about.get("status", "CONNECTED"))
    if status != "CONNECTED":
        yield problem(PHONE, f"the number is not connected ({status}): register it (docs/whatsapp.md, step 2)")
    if about.get("platform_type", "CLOUD_API") != "CLOUD_API":
        yield problem(PHONE, f"the number is not on the Cloud API ({about['platform_type']})")
    if about.get("code_verification_status") == "EXPIRED":
        yield warning(PHONE, "the proof that the number is yours has expired; needed to register it again")
    name = str(about.get("name_status", "APPROVED"))
    if name not in {"APPROVED", "AVAILABLE_WITHOUT_REVIEW"}:
        yield warning(PHONE, f"the display name is not approved ({name}): residents see the number only")


def _is_fast_enough(settings: Settings, about: dict[str, Any]) -> Iterator[Finding]:
    level = str((about.get("throughput") or {}).get("level", ""))
    most, ours = RATES.get(level), settings.whatsapp_messages_per_second
    name = "WHATSAPP_MESSAGES_PER_SECOND"
    if most is None:
        yield warning(name, f"Meta does not tell how fast the number may send ({level or 'no level'})")
    elif ours > most:
        yield problem(name, f"is {ours}, more than the {most} that Meta allows this number ({level})")
    else:
        yield fine(name, f"is {ours}; Meta allows this number {most} ({level})")


def _rows(told: dict[str, Any]) -> list[dict[str, Any]]:
    rows = told.get("data")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
