"""faster-whisper itself, its decoder and its search for speech, around a model made by hand; run by `make speech`."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.speech.ports import NothingHeard, SpeechUnavailable, TooLong
from civic.speech.whisper import WhisperRecogniser
from tests.civic.speech.tiny_whisper import WORD, build
from tests.gateway.whatsapp.speaking import spoken


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory: pytest.TempPathFactory) -> WhisperRecogniser:
    """Loaded from a folder, as SPEECH_MODEL may name one."""
    return WhisperRecogniser(str(build(tmp_path_factory.mktemp("whisper"))))


@pytest.mark.parametrize(
    ("language", "text"),
    [("nl", "Wie haalt mijn grofvuil op?"), ("tr", "Çöpümü kim topluyor?"), ("ar", "من يجمع نفاياتي؟")],
)
def test_speech_becomes_words(recogniser: WhisperRecogniser, language: str, text: str) -> None:
    heard = recogniser.hear(spoken(text, language), language=language)
    assert set(heard.words.split()) == {WORD}
    assert heard.language == language


def test_what_is_no_sound_gives_no_words(recogniser: WhisperRecogniser) -> None:
    with pytest.raises(NothingHeard):
        recogniser.hear(b"no sound", language="nl")


def test_silence_gives_no_words(recogniser: WhisperRecogniser, silence: bytes) -> None:
    with pytest.raises(NothingHeard):
        recogniser.hear(silence, language="nl")


def test_a_note_of_minutes_is_too_long(recogniser: WhisperRecogniser, minutes: bytes) -> None:
    with pytest.raises(TooLong):
        recogniser.hear(minutes, language="nl")


def test_a_folder_without_a_model_is_no_recogniser(tmp_path: Path) -> None:
    with pytest.raises(SpeechUnavailable, match="cannot be loaded"):
        WhisperRecogniser(str(tmp_path)).hear(spoken("Dag"), language="nl")
