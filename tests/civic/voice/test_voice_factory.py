"""The VOICE setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.voice.factory import build_library
from civic.voice.ports import VoiceEngine
from tests.standins.google_tts import running_google_tts


def test_none_has_no_library(tmp_path: Path) -> None:
    assert build_library("none", tmp_path, 1000) is None


def test_another_word_is_refused_with_the_choices(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="auto, gtts, espeak, none"):
        build_library("festival", tmp_path, 1000)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("voice", "published", "sound"),
    [
        ("auto", True, "google"),
        ("auto", False, "espeak"),
        ("gtts", True, "google"),
        ("gtts", False, None),
        ("espeak", True, "espeak"),
    ],
)
def test_each_choice_speaks_with_its_voice(tmp_path: Path, voice: str, published: bool, sound: str | None) -> None:
    with running_google_tts() as google:
        library = build_library(voice, tmp_path, 1_000_000, google.url)
        assert library is not None
        path = library.open(library.prepare("Goeiedag", "nl", published=published))
        heard = path and ("google" if path.read_bytes() == google.sound else "espeak")
    assert heard == sound


@pytest.mark.enable_socket
def test_auto_falls_back_on_espeak_when_google_refuses(tmp_path: Path) -> None:
    with running_google_tts() as google:
        google.status = 429
        library = build_library("auto", tmp_path, 1_000_000, google.url)
        assert library is not None
        key = library.prepare("Goeiedag", "nl")
        assert library.open(key) is not None
        assert library.is_fallback(key)


def test_engines_fit_the_port() -> None:
    from civic.voice.espeak import EspeakEngine
    from civic.voice.google import GoogleEngine

    engines: list[VoiceEngine] = [EspeakEngine(), GoogleEngine()]
    assert [(engine.name, engine.local) for engine in engines] == [("espeak", True), ("google", False)]
