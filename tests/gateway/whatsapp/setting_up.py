"""Settings with WhatsApp on, for tests in which nothing is sent to Meta's side."""

from __future__ import annotations

from typing import Any

from gateway.settings import Settings

ON = {
    "whatsapp_token": "a-token-for-tests",
    "whatsapp_phone_id": "106540352242922",
    "whatsapp_app_secret": "a-secret-for-tests",
    "whatsapp_verify_token": "a-word-for-tests",
    "whatsapp_templates": "nl=someone_answered:nl tr=someone_answered:tr ar=someone_answered:ar",
    "whatsapp_graph_url": "http://127.0.0.1:1",  # nobody listens there
}


def with_whatsapp(settings: Settings, **more: Any) -> Settings:
    """The same settings with WhatsApp on. `more`: other settings to change."""
    return settings.model_copy(update={**ON, **more})
