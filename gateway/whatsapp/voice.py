"""Voice notes on their way out: the sound is given to WhatsApp once, and sent by its id as long as Meta keeps it.

| what goes wrong | what is done |
| --- | --- |
| Meta no longer has the sound | given anew, and sent at once |
| no engine can speak now | nothing is sent: the text is there already |
| two workers with the same new sound | both give it; either id works |
| the store is away after it was given | sent all the same; given anew next time |
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from civic.voice.opus import MIME, voice_note
from civic.voice.ports import VoiceUnavailable
from gateway.clients.whatsapp import GraphError
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.inserting import dialect_of, insert_into
from gateway.store.schema import WhatsAppMedia, now

logger = logging.getLogger(__name__)
AUDIO = "audio"
# Meta keeps it for 30 days.
KEPT_FOR = dt.timedelta(days=29)
# What Meta says of a media id that it does not know or can no longer read.
GONE = frozenset({100, 131009, 131052, 131053})


def send_part(services: Services, part: dict[str, Any], send: Callable[[dict[str, Any]], str]) -> str | None:
    """Send a part as `rendering` made it; gives WhatsApp's id, None for a voice note that cannot be spoken.

    `send` sends what Meta documents. Raises GraphError.
    """
    if part["type"] != AUDIO:
        return send(part)
    key = str(part["audio_key"])
    known = _known(services, key)
    if known is not None:
        try:
            return send(_by_id(known))
        except GraphError as error:
            if error.code not in GONE:
                raise
            logger.info("sound=%s is gone at meta: given anew", key)
    media = _give(services, key)
    return send(_by_id(media)) if media else None


def _by_id(media: str) -> dict[str, Any]:
    """`voice` makes it a voice note, which plays at a tap, instead of a file with music."""
    return {"type": AUDIO, AUDIO: {"id": media, "voice": True}}


def _known(services: Services, key: str) -> str | None:
    with services.database.transaction() as session:
        media = session.get(WhatsAppMedia, key)
        return media.media_id if media and media.uploaded_at > now() - KEPT_FOR else None


def _give(services: Services, key: str) -> str | None:
    """Upload the sound; None when there is none."""
    path = services.audio.open(key) if services.audio else None
    if path is None:
        logger.warning("sound=%s cannot be spoken now", key)
        return None
    try:
        note = voice_note(path)
    except VoiceUnavailable as error:
        logger.warning("sound=%s: %s", key, error)
        return None
    media = services.whatsapp.upload(note, mime=MIME, name=f"{key}.ogg")
    try:
        _remember(services, key, media)
    except StoreUnavailable as error:
        logger.warning("sound=%s will be given again: %s", key, error)
    return media


def _remember(services: Services, key: str, media: str) -> None:
    with services.database.transaction() as session:
        values = {"media_id": media, "uploaded_at": now()}
        statement = insert_into(WhatsAppMedia, dialect=dialect_of(session)).values(audio_key=key, **values)
        session.execute(statement.on_conflict_do_update(index_elements=[WhatsAppMedia.audio_key], set_=values))
