"""Builds the recogniser that the SPEECH_MODEL setting asks for."""

from __future__ import annotations

from civic.speech.ports import Recogniser
from civic.speech.whisper import WhisperRecogniser


def build_recogniser(model: str) -> Recogniser | None:
    """The recogniser for SPEECH_MODEL, not loaded yet; None when it is empty."""
    return WhisperRecogniser(model) if model else None
