"""Sounds of the library become voice notes that WhatsApp plays, and notes of residents become mp3."""

from __future__ import annotations

import io
from pathlib import Path

import numpy
import pytest
import soundfile

from civic.voice.opus import voice_note
from civic.voice.playing import playable
from civic.voice.ports import VoiceUnavailable


def tone(path: Path, *, rate: int, seconds: float = 1.0, channels: int = 1) -> Path:
    """An mp3 of 440 Hz."""
    samples = 0.5 * numpy.sin(2 * numpy.pi * 440 * numpy.arange(int(rate * seconds)) / rate)
    soundfile.write(path, numpy.column_stack([samples] * channels), rate, format="MP3")
    return path


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100])
def test_a_note_is_mono_opus_of_the_same_length_and_pitch(tmp_path: Path, rate: int) -> None:
    note = voice_note(tone(tmp_path / "tone.mp3", rate=rate, channels=2))
    about = soundfile.info(io.BytesIO(note))
    assert (about.format, about.subtype, about.channels) == ("OGG", "OPUS", 1)
    assert about.duration == pytest.approx(1.0, abs=0.12)
    samples, heard_at = soundfile.read(io.BytesIO(note))
    strongest = numpy.abs(numpy.fft.rfft(samples)).argmax() * heard_at / len(samples)
    assert strongest == pytest.approx(440, abs=5)


def test_a_minute_of_speech_loads_by_itself(tmp_path: Path) -> None:
    note = voice_note(tone(tmp_path / "tone.mp3", rate=24_000, seconds=60))
    assert len(note) < 512 * 1024


def test_what_is_no_sound_says_so(tmp_path: Path) -> None:
    path = tmp_path / "no.mp3"
    path.write_bytes(b"no sound at all")
    with pytest.raises(VoiceUnavailable):
        voice_note(path)
    with pytest.raises(VoiceUnavailable):
        voice_note(tmp_path / "missing.mp3")


def test_a_note_of_a_resident_becomes_mp3_for_every_browser(tmp_path: Path) -> None:
    note = voice_note(tone(tmp_path / "tone.mp3", rate=24_000))
    sound, mime = playable(note)
    assert mime == "audio/mpeg"
    assert soundfile.info(io.BytesIO(sound)).duration == pytest.approx(1.0, abs=0.15)


def test_a_note_that_we_cannot_read_is_left_to_the_browser() -> None:
    assert playable(b"something else") == (b"something else", "audio/ogg")
