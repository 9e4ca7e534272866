"""Goes on with a case on WhatsApp: an address that opens it with our number and the code typed already."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy.orm import Session

from gateway.bridge.owner import open_cases_of
from gateway.settings import Settings


@dataclass(frozen=True)
class TakenAlong:
    """A case that can go on there; `url` opens WhatsApp with its `code`."""

    code: str
    url: str


def taken_along(session: Session, settings: Settings, conversation_id: str) -> TakenAlong | None:
    """The open case of a conversation; None without a case, or without a number to write to."""
    cases = open_cases_of(session, conversation_id) if settings.whatsapp_number else []
    return TakenAlong(code=cases[0].code, url=whatsapp_url(settings, cases[0].code)) if cases else None


def whatsapp_url(settings: Settings, text: str) -> str:
    """Opens WhatsApp with our number and `text` typed already; empty without a number."""
    digits = re.sub(r"\D", "", settings.whatsapp_number)
    return f"https://wa.me/{digits}?text={quote(text)}" if digits else ""
