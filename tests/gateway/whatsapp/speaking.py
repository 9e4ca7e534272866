"""Voice notes as a phone makes them: spoken by eSpeak NG, ogg with opus."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from civic.voice.espeak import EspeakEngine
from civic.voice.opus import voice_note


def spoken(text: str, language: str = "nl") -> bytes:
    """Somebody saying `text`; the same bytes each time."""
    return _spoken(text, language)


@cache
def _spoken(text: str, language: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "said.mp3"
        path.write_bytes(EspeakEngine().speak(text, language=language, slow=False).sound)
        return voice_note(path)
