"""Sounds and pictures that Meta holds for a while: uploaded by the business, or sent by a resident."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.standins.graph.errors import GraphError, bad_parameter

MEGABYTE = 1024 * 1024
AUDIO = ("audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg", "audio/opus")
IMAGES = ("image/jpeg", "image/png", "image/webp")
ACCEPTED = (*AUDIO, *IMAGES, "video/mp4", "video/3gpp", "application/pdf", "text/plain")
LARGEST = {"audio": 16 * MEGABYTE, "image": 5 * MEGABYTE, "video": 16 * MEGABYTE}
URL_SECONDS = 5 * 60
OPUS_HEAD = b"OpusHead"
CHANNELS_AFTER = len(OPUS_HEAD) + 1


@dataclass(frozen=True)
class Media:
    """One file: `mime_type` with its codecs, as the one who sent it named it."""

    id: str
    mime_type: str
    content: bytes
    at: float = field(default_factory=time.time)

    @property
    def sha256(self) -> str:
        """Of its content, in hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()

    def described(self, base_url: str) -> dict[str, Any]:
        """The answer of GET /{media_id}: its address is good for five minutes."""
        until = int(time.time()) + URL_SECONDS
        return {
            "messaging_product": "whatsapp",
            "url": f"{base_url}/whatsapp_business/attachments/?mid={self.id}&ext={until}&hash={self.sha256[:24]}",
            "mime_type": self.mime_type,
            "sha256": self.sha256,
            "file_size": len(self.content),
            "id": self.id,
        }


def new_media(content: bytes, mime_type: str) -> Media:
    """A file with an id of its own."""
    return Media(id=str(10**15 + secrets.randbelow(9 * 10**15)), mime_type=mime_type, content=content)


def check_upload(content: bytes, mime_type: str) -> None:
    """Raises GraphError when Meta would not take the file: unknown kind, empty or too large."""
    plain = mime_type.partition(";")[0].strip()
    if plain not in ACCEPTED:
        kinds = ", ".join(ACCEPTED)
        raise bad_parameter(
            f"Param file must be a file with one of the following types: {kinds}. Received file of type '{plain}'."
        )
    if not content:
        raise bad_parameter("Param file must not be empty.")
    if len(content) > LARGEST.get(plain.partition("/")[0], 100 * MEGABYTE):
        raise GraphError(131053, "File size is greater than allowed.")


def cannot_be_heard(media: Media) -> str:
    """Why a sound cannot be sent on to a phone, in Meta's words; empty when it can: ogg must be opus, and mono."""
    if not media.mime_type.startswith("audio/ogg"):
        return ""
    place = media.content[:200].find(OPUS_HEAD)
    if not media.content.startswith(b"OggS") or place < 0:
        return (
            "Audio file uploaded with mimetype as audio/ogg; codecs=opus, however on processing it is of type "
            "application/octet-stream. Please try uploading a different file."
        )
    channels = media.content[place + CHANNELS_AFTER]
    return "" if channels == 1 else f"Audio must be mono; this file has {channels} channels."
