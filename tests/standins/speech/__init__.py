"""Stands in for faster-whisper where it is not installed, in tests and in a running stack.

Put the folder of this file on PYTHONPATH and name in SPEECH_MODEL a file that `write_table` wrote.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tests.standins.speech.faster_whisper.audio import decode_audio, fingerprint

FOLDER = Path(__file__).parent


def write_table(path: Path, heard: Mapping[bytes, tuple[str, str]]) -> Path:
    """Write what each sound file is heard as: words and language."""
    table = {fingerprint(decode_audio(sound)): [words, language] for sound, (words, language) in heard.items()}
    path.write_text(json.dumps(table), "utf-8")
    return path
