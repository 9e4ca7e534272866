"""WhatsApp's ids of messages, as we keep them: the number of the resident can be read from an id itself."""

from __future__ import annotations

import hashlib


def kept_id(message_id: str) -> str:
    """64 hexadecimal digits for an id of WhatsApp, the same each time: enough to know a message again."""
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()
