"""faster-whisper: an optional recogniser that is loaded at the first voice note and then stays."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Iterable
from typing import Any

from civic.content.model import LANGUAGES
from civic.speech.ports import LONGEST_SECONDS, Heard, NothingHeard, SpeechUnavailable, TooLong

LOG = logging.getLogger(__name__)
RATE = 16_000  # samples a second, as Whisper hears
# Whisper makes up words where nobody speaks; both signs together tell, as in its own paper.
SILENT, UNSURE = 0.6, -1.0


class WhisperRecogniser:
    """Whisper on the processor, eight bits a weight. `model`: a name such as `small`, or a folder with a model.

    A name is fetched from the internet once, when first needed. One note is heard at a time: it takes all processors.
    """

    def __init__(self, model: str) -> None:
        self._name = model
        self._model: Any = None
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Fetch and load the model now, which may take minutes the first time; raises SpeechUnavailable."""
        with self._lock:
            self._loaded()

    def hear(self, sound: bytes, *, language: str | None) -> Heard:
        """See `Recogniser`."""
        with self._lock:
            model = self._loaded()
            samples = _samples(sound)
            try:
                spoken = language or _likeliest(model, samples)
                segments, _ = model.transcribe(
                    samples,
                    language=spoken,
                    vad_filter=True,
                    condition_on_previous_text=False,
                    without_timestamps=True,
                )
                words = _words(segments)
            except (RuntimeError, ValueError, MemoryError) as error:
                raise SpeechUnavailable(f"the model failed: {type(error).__name__}") from error
        if not any(letter.isalnum() for letter in words):
            raise NothingHeard
        return Heard(words=words, language=spoken)

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                from faster_whisper import WhisperModel  # late: optional, and heavy

                self._model = WhisperModel(self._name, device="cpu", compute_type="int8")
            except ImportError as error:
                raise SpeechUnavailable("faster-whisper is not installed: make speech") from error
            except Exception as error:  # whatever the hub, the network or a broken folder raises
                raise SpeechUnavailable(f"the model cannot be loaded: {type(error).__name__}") from error
            LOG.info("speech: the model is loaded")
        return self._model


def _likeliest(model: Any, samples: Any) -> str:
    """Of our languages the one that it most sounds like."""
    _, _, probabilities = model.detect_language(samples, vad_filter=True)
    ours = {language: chance for language, chance in probabilities if language in LANGUAGES}
    return max(ours, key=ours.__getitem__) if ours else LANGUAGES[0]


def _samples(sound: bytes) -> Any:
    from faster_whisper.audio import decode_audio

    try:
        samples = decode_audio(io.BytesIO(sound), sampling_rate=RATE)
    except Exception as error:  # PyAV has a class of its own for each thing that is wrong with a file
        raise NothingHeard from error
    if len(samples) > LONGEST_SECONDS * RATE:
        raise TooLong
    if len(samples) == 0:
        raise NothingHeard
    return samples


def _words(segments: Iterable[Any]) -> str:
    heard = (each.text.strip() for each in segments if not (each.no_speech_prob > SILENT and each.avg_logprob < UNSURE))
    return " ".join(text for text in heard if text)
