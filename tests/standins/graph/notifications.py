"""The payloads of Meta's webhook: messages of residents, and how far messages of the business came."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from typing import Any

from tests.standins.graph.account import Account


def bsuid(number: str) -> str:
    """The id that Meta gives a person beside their number."""
    return f"BE.{10**15 + zlib.crc32(number.encode())}"


def contact(number: str, name: str, *, hidden: bool) -> dict[str, Any]:
    """Who writes; `hidden`: without their number."""
    known = {"profile": {"name": name}, "user_id": bsuid(number)}
    return known if hidden else {**known, "wa_id": number}


def of_messages(
    account: Account, messages: Sequence[dict[str, Any]], contacts: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """One notification with these messages."""
    return _notification(account, {"contacts": list(contacts), "messages": list(messages)})


def of_status(
    account: Account, *, message_id: str, number: str, state: str, errors: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """One notification of how far a message came: `sent`, `delivered`, `read` or `failed` with its errors."""
    status: dict[str, Any] = {
        "id": message_id,
        "status": state,
        "timestamp": str(int(time.time())),
        "recipient_id": number,
        "recipient_user_id": bsuid(number),
    }
    if errors:
        status["errors"] = list(errors)
    else:
        status["conversation"] = {"id": f"{zlib.crc32(number.encode()):08x}", "origin": {"type": "service"}}
        status["pricing"] = {
            "billable": False,
            "pricing_model": "PMP",
            "category": "service",
            "type": "free_customer_service",
        }
    contacts = [{"wa_id": number, "user_id": bsuid(number)}]
    return _notification(account, {"contacts": contacts, "statuses": [status]})


def joined(*notifications: dict[str, Any]) -> dict[str, Any]:
    """One payload with the entries of several."""
    return {**notifications[0], "entry": [entry for each in notifications for entry in each["entry"]]}


def _notification(account: Account, value: dict[str, Any]) -> dict[str, Any]:
    metadata = {"display_phone_number": account.number, "phone_number_id": account.phone_id}
    full = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": account.account_id, "changes": [{"value": full, "field": "messages"}]}],
    }
