"""faster-whisper as far as we use it: hears what stands in a table, and nothing where there is none."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

_audio = importlib.util.spec_from_file_location("_standin_audio", Path(__file__).with_name("audio.py"))
assert _audio is not None
assert _audio.loader is not None
_module = importlib.util.module_from_spec(_audio)
_audio.loader.exec_module(_module)


@dataclass(frozen=True)
class Segment:
    """A piece of what was heard."""

    text: str
    no_speech_prob: float = 0.1
    avg_logprob: float = -0.2


class WhisperModel:
    """`name`: a table that `write_table` wrote. Raises what the real one raises for what is no model."""

    def __init__(self, name: str, *, device: str, compute_type: str) -> None:
        self._table: dict[str, list[str]] = json.loads(Path(name).read_text("utf-8"))

    def detect_language(
        self, samples: numpy.ndarray, *, vad_filter: bool
    ) -> tuple[str, float, list[tuple[str, float]]]:
        """The language of the table, and others that it is less like."""
        spoken = self._heard(samples)[1]
        likely = [("en", 0.4), *((each, 0.5 if each == spoken else 0.01) for each in ("nl", "tr", "ar"))]
        return spoken, 0.5, likely

    def transcribe(self, samples: numpy.ndarray, *, language: str, **_: Any) -> tuple[Iterator[Segment], None]:
        """Segments, made when they are asked for, as the real ones are."""
        words, spoken = self._heard(samples)
        return iter([Segment(f" {words}")] if words and language == spoken else [Segment(" …", 0.9, -2.0)]), None

    def _heard(self, samples: numpy.ndarray) -> list[str]:
        return self._table.get(_module.fingerprint(samples), ["", "nl"])
