"""The cloud voice against a stand-in for Google's endpoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
    sound = GoogleEngine(f"{google.url}/").speak("Genk", language=language, slow=slow)
    assert sound == b"ID3-sound-"
    assert google.asked == [Asked("Genk", language, slow)]


def test_a_long_text_is_sent_in_parts_and_joined(google: GoogleTts) -> None:
    text = "Limburg punt net haalt je afval op en niet de stad. " * 6
    sound = GoogleEngine(google.url).speak(text, language="nl", slow=False)
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
