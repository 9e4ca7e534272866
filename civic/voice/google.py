"""The cloud voice: Google's, with gTTS for cutting and packing text and our own, verified, HTTPS."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import time
from urllib.parse import parse_qs

import requests
import soundfile
from gtts import gTTS

from civic.voice.ports import Mark, Speech, VoiceUnavailable

LANGUAGES = frozenset({"nl", "tr", "ar"})
DEFAULT_URL = "https://translate.google.com"
SPEECH_PATH = "/_/TranslateWebserverUi/data/batchexecute"
TIMEOUT_SECONDS = 6.0  # for one part of at most 100 characters
DEADLINE_SECONDS = 25.0  # for a whole text
SENTENCE = re.compile(r"(?<=[.!?؟:])\s+")
AUDIO = re.compile(r'jQ1olc","\[\\"([A-Za-z0-9+/=]+)\\"]')


class GoogleEngine:
    """Speech by Google Translate at `base_url`; only ever for text that is published anyway."""

    name = "google"
    local = False

    def __init__(self, base_url: str = DEFAULT_URL, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._url = base_url.rstrip("/") + SPEECH_PATH
        self._timeout = timeout_seconds

    def speak(self, text: str, *, language: str, slow: bool) -> Speech:
        """`text` with a mark per sentence, since Google tells no more.

        Raises VoiceUnavailable on any network, protocol or gTTS error.
        """
        if language not in LANGUAGES:
            raise VoiceUnavailable(f"Google is not set up for {language}")
        give_up_at = time.monotonic() + DEADLINE_SECONDS
        sounds: list[bytes] = []
        bodies = _bodies(text, language, slow=slow)
        # gTTS sends without verifying certificates: anyone in between could put words in the city's mouth.
        with requests.Session() as session:
            for body in bodies:
                if time.monotonic() > give_up_at:
                    raise VoiceUnavailable("Google takes too long")
                sounds.append(self._say_part(session, body))
        return _joined(text, [_text_of(body) for body in bodies], sounds)

    def _say_part(self, session: requests.Session, body: str) -> bytes:
        try:
            answer = session.post(self._url, data=body, headers=gTTS.GOOGLE_TTS_HEADERS, timeout=self._timeout)
            answer.raise_for_status()
            found = AUDIO.search(answer.text)
            return base64.b64decode(found[1], validate=True) if found else _no_sound()
        except requests.RequestException as error:
            raise VoiceUnavailable(f"Google cannot be reached: {type(error).__name__}") from error
        except (binascii.Error, ValueError) as error:
            raise VoiceUnavailable("Google's answer cannot be read") from error


def _bodies(text: str, language: str, *, slow: bool) -> list[str]:
    try:
        return list(gTTS(text, lang=language, slow=slow, lang_check=False).get_bodies())
    except AssertionError as error:  # how gTTS says that nothing is left to say
        raise VoiceUnavailable("there is nothing to say") from error


def _text_of(body: str) -> str:
    """The words in a request that gTTS made."""
    [[[_, parameter, *_]]] = json.loads(parse_qs(body)["f.req"][0])
    return str(json.loads(parameter)[0])


def _joined(text: str, parts: list[str], sounds: list[bytes]) -> Speech:
    """One sound; marks from the measured length of each part, and within a part by its letters."""
    marks: list[Mark] = []
    at, searched = 0.0, 0
    for part, sound in zip(parts, sounds, strict=True):
        seconds = _seconds(sound)
        if seconds is None:
            return Speech(b"".join(sounds))
        for offset in (0, *(found.end() for found in SENTENCE.finditer(part))):
            place = text.find(part[offset:].split(maxsplit=1)[0], searched)
            if place >= 0:
                marks.append(Mark(at=at + seconds * offset / len(part), start=place))
                searched = place + 1
        at += seconds
    return Speech(b"".join(sounds), seconds=at, marks=tuple(marks))


def _seconds(sound: bytes) -> float | None:
    try:
        return float(soundfile.info(io.BytesIO(sound)).duration)
    except (soundfile.SoundFileError, RuntimeError):
        return None


def _no_sound() -> bytes:
    raise VoiceUnavailable("Google's answer holds no sound")
