"""`python -m civic.speech MODEL`: fetches and loads a recogniser, so that no resident waits for that."""

from __future__ import annotations

import sys

from civic.speech.ports import SpeechUnavailable
from civic.speech.whisper import WhisperRecogniser


def main(arguments: list[str]) -> int:
    """0 when the model can be used; 1 when not, or when none is named."""
    if len(arguments) != 1:
        sys.stderr.write("Name one model, or its folder: python -m civic.speech small\n")
        return 1
    try:
        WhisperRecogniser(arguments[0]).prepare()
    except SpeechUnavailable as error:
        sys.stderr.write(f"{arguments[0]}: {error}\n")
        return 1
    sys.stdout.write(f"{arguments[0]} is ready: set SPEECH_MODEL={arguments[0]} and restart the worker\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
