"""What Meta knows of the business: its number, token, templates and where its webhooks go."""

from __future__ import annotations

import copy
import zlib
from dataclasses import dataclass, field
from typing import Any

TOKEN = "a-token-of-a-system-user"
APP_SECRET = "the-secret-of-the-app"
VERIFY_TOKEN = "a-word-of-our-own"
LANGUAGES = ("nl", "tr", "ar")
INVITATION = "someone_answered"
WORDING = {
    "nl": "Dag! Er is een bericht voor je over je vraag. Schrijf iets terug, dan lees je het hier.",
    "tr": "Merhaba! Sorunuzla ilgili size bir mesaj var. Okumak için bize bir şey yazın.",
    "ar": "مرحبًا! لديك رسالة عن سؤالك. اكتب لنا أي شيء لتقرأها هنا.",
}


def approved(name: str, language: str, text: str) -> dict[str, Any]:
    """A template as the list of templates shows it, accepted by Meta."""
    return {
        "id": str(10**14 + zlib.crc32(f"{name} {language}".encode())),
        "name": name,
        "language": language,
        "status": "APPROVED",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": text}],
    }


def _templates() -> list[dict[str, Any]]:
    return [approved(INVITATION, language, WORDING[language]) for language in LANGUAGES]


@dataclass
class Account:
    """One business with one number; tests change what they are about.

    `token_expires_at`: unix seconds, 0 for never. `subscribed`: whether the app gets the account's webhooks at all.
    `fields`: what of it the app gets. `callback_url`: where; the webhook of the stand-in when empty.
    """

    phone_id: str = "106540352242922"
    account_id: str = "102290129340398"
    app_id: str = "670843887433847"
    number: str = "32400000000"
    verified_name: str = "WieDoetWat"
    token: str = TOKEN
    app_secret: str = APP_SECRET
    verify_token: str = VERIFY_TOKEN
    token_expired: bool = False
    token_expires_at: int = 0
    scopes: list[str] = field(
        default_factory=lambda: ["whatsapp_business_management", "whatsapp_business_messaging", "public_profile"]
    )
    quality: str = "GREEN"
    status: str = "CONNECTED"
    code_verification_status: str = "VERIFIED"
    name_status: str = "APPROVED"
    messaging_limit: str = "TIER_1K"
    throughput_level: str = "STANDARD"
    subscribed: bool = True
    fields: list[str] = field(default_factory=lambda: ["messages"])
    callback_url: str = ""
    templates: list[dict[str, Any]] = field(default_factory=_templates)

    @property
    def display_number(self) -> str:
        """The number as Meta writes it."""
        return f"+{self.number[:2]} {self.number[2:5]} {self.number[5:7]} {self.number[7:9]} {self.number[9:]}".strip()

    def phone(self) -> dict[str, Any]:
        """Every field of GET /{phone_id}."""
        return {
            "id": self.phone_id,
            "verified_name": self.verified_name,
            "display_phone_number": self.display_number,
            "quality_rating": self.quality,
            "code_verification_status": self.code_verification_status,
            "platform_type": "CLOUD_API",
            "throughput": {"level": self.throughput_level},
            "status": self.status,
            "name_status": self.name_status,
            "whatsapp_business_manager_messaging_limit": self.messaging_limit,
        }

    def token_data(self, token: str) -> dict[str, Any]:
        """`data` of GET /debug_token."""
        if token != self.token:
            error = {"code": 190, "message": "Invalid OAuth access token - Cannot parse access token"}
            return {"error": error, "is_valid": False, "scopes": []}
        return {
            "app_id": self.app_id,
            "type": "SYSTEM_USER",
            "application": self.verified_name,
            "data_access_expires_at": 0,
            "expires_at": self.token_expires_at,
            "is_valid": not self.token_expired,
            "scopes": self.scopes,
            "granular_scopes": [
                {"scope": scope, "target_ids": [self.account_id]} for scope in self.scopes if "whatsapp" in scope
            ],
            "user_id": "122093820000000000",
        }

    def subscriptions(self, url: str) -> list[dict[str, Any]]:
        """`data` of GET /{app_id}/subscriptions."""
        if not self.subscribed:
            return []
        chosen = [{"name": name, "version": "v23.0"} for name in self.fields]
        called = self.callback_url or url
        return [{"object": "whatsapp_business_account", "callback_url": called, "active": True, "fields": chosen}]

    def template(self, name: str, language: str) -> dict[str, Any] | None:
        """The template of that name in that language, in whatever state."""
        for template in self.templates:
            if (template["name"], template["language"]) == (name, language):
                return copy.deepcopy(template)
        return None
