"""The cloud voice against a stand-in for Google's endpoint."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from civic.voice.google import GoogleEngine
from civic.voice.ports import VoiceUnavailable
from tests.standins.google_tts import Asked, GoogleTts, running_google_tts

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def google() -> Iterator[GoogleTts]:
    with running_google_tts() as state:
        yield state


@pytest.mark.parametrize("slow", [False, True])
@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_text_language_and_speed_reach_google(google: GoogleTts, language: str, slow: bool) -> None:
    sound = GoogleEngine(f"{google.url}/").speak("Genk", language=language, slow=slow).sound
    assert sound == b"ID3-sound-"
    assert google.asked == [Asked("Genk", language, slow)]


def test_a_long_text_is_sent_in_parts_and_joined(google: GoogleTts) -> None:
    text = "Limburg punt net haalt je afval op en niet de stad. " * 6
    sound = GoogleEngine(google.url).speak(text, language="nl", slow=False).sound
    assert len(google.asked) > 1
    assert all(len(asked.text) <= 100 for asked in google.asked)
    assert sound == b"ID3-sound-" * len(google.asked)


@pytest.mark.parametrize("status", [403, 429, 500])
def test_a_refusal_is_unavailable(google: GoogleTts, status: int) -> None:
    google.status = status
    with pytest.raises(VoiceUnavailable, match="HTTPError"):
        GoogleEngine(google.url).speak("Genk", language="nl", slow=False)


@pytest.mark.parametrize("sound", [None, b""])
def test_an_answer_without_sound_is_unavailable(google: GoogleTts, sound: bytes | None) -> None:
    google.sound = sound
    with pytest.raises(VoiceUnavailable, match="no sound"):
        GoogleEngine(google.url).speak("Genk", language="nl", slow=False)


def test_a_slow_server_is_given_up(google: GoogleTts) -> None:
    google.delay_seconds = 0.5
    with pytest.raises(VoiceUnavailable, match="ReadTimeout"):
        GoogleEngine(google.url, timeout_seconds=0.05).speak("Genk", language="nl", slow=False)


def test_nobody_listening_is_unavailable() -> None:
    with running_google_tts() as state:
        url = state.url
    with pytest.raises(VoiceUnavailable, match="ConnectionError"):
        GoogleEngine(url).speak("Genk", language="nl", slow=False)


@pytest.mark.parametrize(("text", "language"), [("bonjour", "fr"), ("", "nl"), ("...", "nl")])
def test_what_cannot_be_said_is_not_sent(google: GoogleTts, text: str, language: str) -> None:
    with pytest.raises(VoiceUnavailable):
        GoogleEngine(google.url).speak(text, language=language, slow=False)
    assert google.asked == []


def test_marks_come_from_how_long_each_part_really_lasts(google: GoogleTts) -> None:
    second = io.BytesIO()
    soundfile.write(second, np.zeros(24_000, dtype=np.int16), 24_000, format="MP3")
    google.sound = second.getvalue()
    text = "Limburg punt net haalt je afval op en niet de stad. " * 3
    speech = GoogleEngine(google.url).speak(text, language="nl", slow=False)
    assert len(google.asked) == 3
    assert speech.seconds == pytest.approx(3, abs=0.3)
    assert [mark.start for mark in speech.marks] == [0, 52, 104]
    assert [mark.at for mark in speech.marks] == pytest.approx([0, 1, 2], abs=0.2)


def test_within_a_part_sentences_are_placed_by_their_letters(google: GoogleTts) -> None:
    sound = io.BytesIO()
    soundfile.write(sound, np.zeros(48_000, dtype=np.int16), 24_000, format="MP3")
    google.sound = sound.getvalue()
    speech = GoogleEngine(google.url).speak("Bel de stad. Zeg wat er is.", language="nl", slow=False)
    assert [mark.start for mark in speech.marks] == [0, 13]
    assert speech.marks[1].at == pytest.approx(13 / 27 * speech.seconds)


def test_a_sound_that_cannot_be_measured_is_still_heard(google: GoogleTts) -> None:
    speech = GoogleEngine(google.url).speak("Genk", language="nl", slow=False)
    assert (speech.sound, speech.marks) == (b"ID3-sound-", ())
