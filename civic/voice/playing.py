"""Sounds that residents send, in a form that every browser plays."""

from __future__ import annotations

import io

import soundfile

MP3, OGG = "audio/mpeg", "audio/ogg"


def playable(sound: bytes) -> tuple[bytes, str]:
    """The sound as mp3 with its MIME type; as it came, when it cannot be read: a browser may know better."""
    try:
        samples, rate = soundfile.read(io.BytesIO(sound), dtype="float32")
        target = io.BytesIO()
        soundfile.write(target, samples, rate, format="MP3")
    except (soundfile.SoundFileError, RuntimeError, ValueError):
        return sound, OGG
    return target.getvalue(), MP3
