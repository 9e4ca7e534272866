"""Residents who speak: voice notes as a phone makes them (eSpeak NG, ogg with opus), and what becomes of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from civic.content.load import Content
from civic.voice.espeak import EspeakEngine
from civic.voice.opus import voice_note
from gateway.services import Services
from gateway.store.conversations import history
from gateway.store.schema import VoiceNote
from tests.gateway.whatsapp.phone import Resident
from tests.standins.graph.state import Sent

QUESTION = "Wie haalt mijn grofvuil op?"


def spoken(text: str, language: str = "nl") -> bytes:
    """Somebody saying `text`; the same bytes each time."""
    return _spoken(text, language)


@cache
def _spoken(text: str, language: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.mp3"
        path.write_bytes(EspeakEngine().speak(text, language=language, slow=False).sound)
        return voice_note(path)


def speaks(resident: Resident, text: str = QUESTION, language: str = "nl") -> list[Sent]:
    """What comes back on a voice note."""
    return resident.does(lambda: resident.phone.speaks(spoken(text, language)))


def notes_kept(parts: Services) -> list[VoiceNote]:
    """All voice notes in the store."""
    with parts.database.transaction() as session:
        return list(session.scalars(select(VoiceNote)))


def said_by_resident(resident: Resident) -> list[dict[str, object]]:
    """The bodies of what the resident said."""
    with resident.parts.database.transaction() as session:
        bodies = [message.body for message in history(session, resident.talk.id)]
    return [body for body in bodies if body["from"] == "resident"]


def heard_question(content: Content, text: str, language: str = "nl") -> str:
    """How we ask back."""
    return content.phrase("note_heard", language, words=text)
