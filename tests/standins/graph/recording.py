"""Makes a voice note of what was recorded or uploaded: ogg with opus, mono, as WhatsApp's own."""

from __future__ import annotations

import io

import numpy
import soundfile

from tests.standins.graph.media import OPUS_HEAD

RATE = 48_000
OPUS_RATES = (8_000, 12_000, 16_000, 24_000, 48_000)


def voice_note(content: bytes) -> bytes:
    """Ogg/opus of any sound that soundfile reads (wav, mp3, flac, ogg); ogg/opus stays as it is. Raises ValueError."""
    if content.startswith(b"OggS") and OPUS_HEAD in content[:200]:
        return content
    try:
        samples, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError("this is not a sound that can be read") from error
    mono = samples.mean(axis=1)
    if rate not in OPUS_RATES:
        places = numpy.linspace(0, len(mono) - 1, int(len(mono) * RATE / rate))
        mono, rate = numpy.interp(places, numpy.arange(len(mono)), mono).astype("float32"), RATE
    written = io.BytesIO()
    soundfile.write(written, mono, rate, format="OGG", subtype="OPUS")
    return written.getvalue()
