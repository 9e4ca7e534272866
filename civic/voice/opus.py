"""A sound of the library as a voice note: Opus in an Ogg file, as messengers play it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import soundfile

from civic.voice.ports import VoiceUnavailable

MIME = "audio/ogg"
RATE = 24_000  # samples a second; Opus knows a few rates only, and this one is enough for a voice
COMPRESSION = 0.85  # 0 to 1; about 25 kbit/s: two minutes stay below the 512 KB that WhatsApp loads by itself


def voice_note(sound: Path) -> bytes:
    """The sound in the file (mp3, or whatever libsndfile reads) as mono Ogg/Opus; raises VoiceUnavailable."""
    try:
        samples, rate = soundfile.read(sound, dtype="float32", always_2d=True)
        mono = samples.mean(axis=1)
        if rate != RATE:
            from scipy.signal import resample_poly  # takes over a second to load, and most processes never need it

            common = int(np.gcd(rate, RATE))
            mono = resample_poly(mono, RATE // common, rate // common)
        target = io.BytesIO()
        soundfile.write(target, np.clip(mono, -1, 1), RATE, format="OGG", subtype="OPUS", compression_level=COMPRESSION)
    except (soundfile.SoundFileError, RuntimeError, OSError, ValueError) as error:
        raise VoiceUnavailable("the sound could not be written as a voice note") from error
    return target.getvalue()
