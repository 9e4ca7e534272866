"""Sounds that hold no words, and the tests that need the optional recogniser."""

from __future__ import annotations

import io
from importlib.util import find_spec

import numpy
import pytest
import soundfile

# `make speech` installs it and runs these.
collect_ignore = [] if find_spec("ctranslate2") else ["test_real_whisper.py"]
RATE = 16_000


def ogg(samples: numpy.ndarray) -> bytes:
    """The samples as a voice note."""
    target = io.BytesIO()
    soundfile.write(target, samples.astype("float32"), RATE, format="OGG", subtype="OPUS")
    return target.getvalue()


@pytest.fixture
def silence() -> bytes:
    """Two seconds of nothing."""
    return ogg(numpy.zeros(2 * RATE))


@pytest.fixture
def minutes() -> bytes:
    """Longer than anyone is heard."""
    return ogg(0.1 * numpy.sin(numpy.arange(125 * RATE) / 8))
