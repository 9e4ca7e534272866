"""The recogniser around faster-whisper: loads late, hears in our languages, and says in one word what is wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from civic.speech.__main__ import main
from civic.speech.factory import build_recogniser
from civic.speech.ports import Heard, NothingHeard, SpeechUnavailable, TooLong
from civic.speech.whisper import WhisperRecogniser
from tests.gateway.whatsapp.speaking import spoken
from tests.standins.speech import FOLDER, write_table

DUTCH, TURKISH = "Wie haalt mijn grofvuil op?", "Çöpümü kim topluyor?"


@pytest.fixture(autouse=True)
def _standin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in is found instead of the real one."""
    for name in [name for name in sys.modules if name.split(".")[0] == "faster_whisper"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(FOLDER))


@pytest.fixture
def recogniser(tmp_path: Path) -> WhisperRecogniser:
    """Hears two sentences."""
    heard = {spoken(DUTCH): (DUTCH, "nl"), spoken(TURKISH, "tr"): (TURKISH, "tr")}
    return WhisperRecogniser(str(write_table(tmp_path / "table.json", heard)))


def test_speech_becomes_words_in_the_language_of_the_talk(recogniser: WhisperRecogniser) -> None:
    assert recogniser.hear(spoken(DUTCH), language="nl") == Heard(DUTCH, "nl")
    assert recogniser.hear(spoken(TURKISH, "tr"), language="tr") == Heard(TURKISH, "tr")


def test_the_likeliest_of_our_languages_is_taken_when_none_is_known(recogniser: WhisperRecogniser) -> None:
    assert recogniser.hear(spoken(TURKISH, "tr"), language=None) == Heard(TURKISH, "tr")


def test_what_the_model_is_not_sure_of_are_no_words(recogniser: WhisperRecogniser) -> None:
    with pytest.raises(NothingHeard):
        recogniser.hear(spoken(DUTCH), language="ar")


@pytest.mark.parametrize("sound", [b"", b"no sound", b"OggS" + bytes(50)])
def test_what_is_no_sound_gives_no_words(recogniser: WhisperRecogniser, sound: bytes) -> None:
    with pytest.raises(NothingHeard):
        recogniser.hear(sound, language="nl")


def test_a_note_of_minutes_is_too_long(recogniser: WhisperRecogniser, minutes: bytes) -> None:
    with pytest.raises(TooLong):
        recogniser.hear(minutes, language="nl")


def test_a_model_is_loaded_once_and_only_when_somebody_speaks(recogniser: WhisperRecogniser, tmp_path: Path) -> None:
    recogniser.hear(spoken(DUTCH), language="nl")
    (tmp_path / "table.json").unlink()
    assert recogniser.hear(spoken(DUTCH), language="nl").words == DUTCH
    assert build_recogniser(str(tmp_path / "nowhere")) is not None


def test_a_missing_model_is_unavailable_and_may_come_later(tmp_path: Path) -> None:
    recogniser = WhisperRecogniser(str(tmp_path / "table.json"))
    with pytest.raises(SpeechUnavailable, match="cannot be loaded"):
        recogniser.hear(spoken(DUTCH), language="nl")
    write_table(tmp_path / "table.json", {spoken(DUTCH): (DUTCH, "nl")})
    assert recogniser.hear(spoken(DUTCH), language="nl").words == DUTCH


def test_a_model_that_fails_at_work_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "table.json").write_text(json.dumps({}), "utf-8")
    recogniser = WhisperRecogniser(str(tmp_path / "table.json"))
    recogniser._model = FailingModel()
    with pytest.raises(SpeechUnavailable, match="RuntimeError"):
        recogniser.hear(spoken(DUTCH), language="nl")


def test_without_the_optional_package_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(SpeechUnavailable, match="make speech"):
        WhisperRecogniser("small").hear(spoken(DUTCH), language="nl")


def test_a_model_can_be_fetched_before_anyone_speaks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write_table(tmp_path / "table.json", {})
    assert main([str(table)]) == 0
    assert f"SPEECH_MODEL={table}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["one", "two"]])
def test_a_model_that_cannot_be_had_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 1
    assert capsys.readouterr().err


def test_without_the_setting_there_is_no_recogniser() -> None:
    assert build_recogniser("") is None


class FailingModel:
    """Breaks off in the middle, as when memory runs out."""

    def transcribe(self, *_: object, **__: object) -> None:
        """Never gives anything."""
        raise RuntimeError("out of memory")
