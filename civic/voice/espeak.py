"""The local voice: eSpeak NG through ctypes, in this process, with no word leaving the machine."""

from __future__ import annotations

import ctypes
import io
import threading
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import soundfile

from civic.voice.ports import Mark, Speech, VoiceUnavailable
from civic.voice.spoken import Segment, segments

Samples = npt.NDArray[np.int16]

VOICES = {"nl": b"nl", "tr": b"tr", "ar": b"ar"}
NORMAL_RATE = 150  # words a minute; eSpeak's own 175 is fast for a second language
SLOW_RATE = 110
PAUSE_SECONDS = 0.06  # between two voices within a sentence
SENTENCE_PAUSE_SECONDS = 0.35
SILENCE_LEVEL = 100  # of 32767: what eSpeak leaves before and after a clause
SYNCHRONOUS, UTF8, RATE = 2, 1, 1  # AUDIO_OUTPUT_SYNCHRONOUS, espeakCHARS_UTF8, espeakRATE
DO_NOT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: without it, missing data ends our process
MP3_COMPRESSION = 0.9  # about 34 kbit/s: clear for one voice, small on a phone's data plan

LAST, WORD = 0, 1  # espeakEVENT_LIST_TERMINATED, espeakEVENT_WORD
CLOSING = " .,،:;؛؟!?"  # what civic.voice.spoken may move to the end of a segment


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h; positions count characters from 1, `sample` counts from the start of the call."""

    _fields_ = [
        *(("type", ctypes.c_int), ("message", ctypes.c_uint), ("position", ctypes.c_int), ("length", ctypes.c_int)),
        *(("milliseconds", ctypes.c_int), ("sample", ctypes.c_int), ("user_data", ctypes.c_void_p)),
        ("id", ctypes.c_char * 8),
    ]


SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


@dataclass
class _Sound:
    """What was heard of one segment: PCM, and (character, sample) where each word begins."""

    samples: Samples
    words: list[tuple[int, int]] = field(default_factory=list)


class _Library:
    """The C library with its one global state; every call holds `lock`."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._library: ctypes.CDLL | None = None
        self._heard = bytearray()
        self._words: list[tuple[int, int]] = []
        self._callback = SynthCallback(self._hear)  # kept here: the C side holds no reference
        self._rate = 0

    def speak(self, parts: list[Segment], *, words_per_minute: int) -> tuple[list[_Sound], int]:
        """The sound of each part, and samples a second; raises VoiceUnavailable."""
        with self.lock:
            library = self._started()
            library.espeak_SetParameter(RATE, words_per_minute, 0)
            return [self._synthesise(library, part) for part in parts], self._rate

    def _synthesise(self, library: ctypes.CDLL, part: Segment) -> _Sound:
        if library.espeak_SetVoiceByName(VOICES[part.language]) != 0:
            raise VoiceUnavailable(f"eSpeak has no voice for {part.language}")
        self._heard.clear()
        self._words.clear()
        spoken = part.text.encode() + b"\0"
        if library.espeak_Synth(spoken, len(spoken), 0, 0, 0, UTF8, None, None) != 0:
            raise VoiceUnavailable("eSpeak could not say it")
        return _Sound(np.frombuffer(bytes(self._heard), dtype=np.int16), list(self._words))

    def _hear(self, samples: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]) -> int:
        if samples and count > 0:
            self._heard += ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short))
        number = 0
        while events and events[number].type != LAST:
            if events[number].type == WORD:
                self._words.append((events[number].position - 1, events[number].sample))
            number += 1
        return 0

    def _started(self) -> ctypes.CDLL:
        if self._library is None:
            self._library = self._start()
        return self._library

    def _start(self) -> ctypes.CDLL:
        try:
            import espeakng_loader  # late: GPL-3 and removable, the program runs without it

            library = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path()
        except (ImportError, OSError, RuntimeError) as error:
            raise VoiceUnavailable("eSpeak NG is not installed") from error
        library.espeak_Synth.argtypes = [
            *(ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int, ctypes.c_uint, ctypes.c_uint),
            *(ctypes.c_void_p, ctypes.c_void_p),
        ]
        self._rate = library.espeak_Initialize(SYNCHRONOUS, 0, str(data).encode(), DO_NOT_EXIT)
        if self._rate <= 0:
            raise VoiceUnavailable(f"eSpeak NG cannot read its data in {data}")
        library.espeak_SetSynthCallback(self._callback)
        return library


_ESPEAK = _Library()  # one for the process, as the C library is; started at the first word


class EspeakEngine:
    """Dutch, Turkish and Arabic by eSpeak NG; Latin words in Arabic text by its Dutch voice."""

    name = "espeak"
    local = True

    def speak(self, text: str, *, language: str, slow: bool) -> Speech:
        """`text` at 150 words a minute, or 110 when slow, with a mark per word; raises VoiceUnavailable."""
        if language not in VOICES:
            raise VoiceUnavailable(f"eSpeak is not set up for {language}")
        parts = segments(text, language)
        if not parts:
            raise VoiceUnavailable("there is nothing to say")
        sounds, rate = _ESPEAK.speak(parts, words_per_minute=SLOW_RATE if slow else NORMAL_RATE)
        samples, starts = _joined(parts, sounds, rate)
        marks = [
            Mark(at=sample / rate, start=character)
            for part, sound, start in zip(_places(text, parts), sounds, starts, strict=True)
            for character, sample in _words_of(sound, part=part, start=start)
        ]
        return Speech(_mp3(samples, rate), seconds=len(samples) / rate, marks=tuple(marks))


def _joined(parts: list[Segment], sounds: list[_Sound], rate: int) -> tuple[Samples, list[int]]:
    """All samples in a row, and where what eSpeak calls sample 0 of each part lies among them."""
    pieces: list[Samples] = []
    starts: list[int] = []
    length = 0
    for part, sound in zip(parts, sounds, strict=True):
        trimmed, silence = _trimmed(sound.samples)
        starts.append(length - silence)
        seconds = SENTENCE_PAUSE_SECONDS if part.text.endswith((".", "!", "?", "؟")) else PAUSE_SECONDS
        pieces += [trimmed, np.zeros(int(rate * seconds), dtype=np.int16)]
        length += len(trimmed) + len(pieces[-1])
    return np.concatenate(pieces), starts


def _places(text: str, parts: list[Segment]) -> list[int | None]:
    """Where each part begins in `text`; None for one that cannot be found."""
    places: list[int | None] = []
    searched = 0
    for part in parts:
        said = part.text.rstrip(CLOSING)
        found = text.find(said, searched)
        places.append(found if found >= 0 else None)
        searched = max(searched, found + len(said))
    return places


def _words_of(sound: _Sound, *, part: int | None, start: int) -> list[tuple[int, int]]:
    """(character of the whole text, sample of the whole sound) of each word; nothing when the place is unknown."""
    if part is None:
        return []
    return [(part + character, max(0, start + sample)) for character, sample in sound.words]


def _trimmed(sound: Samples) -> tuple[Samples, int]:
    """Without the silence around it, and how many samples of silence came before."""
    loud = np.flatnonzero(np.abs(sound.astype(np.int32)) > SILENCE_LEVEL)
    return (sound[loud[0] : loud[-1] + 1], int(loud[0])) if loud.size else (sound[:0], 0)


def _mp3(samples: Samples, rate: int) -> bytes:
    if not samples.any():
        raise VoiceUnavailable("eSpeak gave silence")
    target = io.BytesIO()
    try:
        soundfile.write(target, samples, rate, format="MP3", compression_level=MP3_COMPRESSION)
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise VoiceUnavailable("the sound could not be written as mp3") from error
    return target.getvalue()
