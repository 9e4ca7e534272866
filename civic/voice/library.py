"""The audio library: gives a text its key at once, makes the sound when somebody asks for it, keeps it."""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from civic.content.model import LANGUAGES
from civic.voice.ports import Speech, VoiceEngine, VoiceUnavailable
from civic.voice.shelf import Made, Saying, Shelf, is_key
from civic.voice.spoken import spoken_form
from civic.voice.timings import Timings, timings_of

LOG = logging.getLogger(__name__)
RENDERING = "2"  # raise it when the same spoken form must sound different: all sounds are then made anew
REST_SECONDS = 600.0


class AudioLibrary:
    """Sounds by content hash below `folder`, at most `max_bytes` of mp3; the engines are tried in order.

    Text that is not published is only given to engines with `local` set. Safe to share between threads;
    several processes may use one folder.
    """

    def __init__(
        self,
        folder: Path,
        engines: Sequence[VoiceEngine],
        *,
        max_bytes: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._shelf = Shelf(folder)
        self._engines = tuple(engines)
        self._max_bytes = max_bytes
        self._clock = clock

    def key_for(self, text: str, language: str, *, slow: bool = False, published: bool = True) -> str:
        """32 hex digits that change when, and only when, what a listener would hear may change.

        It hashes the spoken form, so an edit of content/voice.yml renews only the sounds that it touches.
        """
        return _key(_saying(text, language, slow=slow, published=published))

    def prepare(self, text: str, language: str, *, slow: bool = False, published: bool = True) -> str:
        """Remember what to say and give its key, in about a millisecond; makes no sound and never fails."""
        saying = _saying(text, language, slow=slow, published=published)
        key = _key(saying)
        try:
            if _is_sayable(saying) and not self._is_final(key):
                self._shelf.keep_saying(key, saying)
        except OSError as error:
            LOG.warning("voice: cannot remember %s: %s", key, type(error).__name__)
        return key

    def open(self, key: str) -> Path | None:
        """The mp3 of `key`, made now if need be; None for an unknown or wrong key, or when no engine works.

        Blocks while an engine speaks: serve it from its own request, never while text waits.
        """
        if not is_key(key):
            return None
        path = self._shelf.sound_path(key)
        if self._shelf.touch(path):
            return path
        if self._shelf.saying(key) is None:
            return None
        with self._shelf.locked(key):
            return path if self._shelf.touch(path) else self._make(key, self._allowed(key))

    def timings(self, key: str) -> Timings | None:
        """When each word of `key` is heard, made with its sound if need be; None when the voice does not tell."""
        return self._shelf.timings(key) if self.open(key) else None

    def improve(self, key: str) -> bool:
        """Replace a sound that a fallback engine made by a better one; True when that worked."""
        if not is_key(key):
            return False
        with self._shelf.locked(key):
            made = self._shelf.made(key)
            if made is None or not made.fallback:
                return False
            names = [engine.name for engine in self._allowed(key)]
            better = self._allowed(key)[: names.index(made.engine) if made.engine in names else None]
            return self._make(key, better) is not None

    def is_fallback(self, key: str) -> bool:
        """True when the sound of `key` exists and a better engine was unavailable when it was made."""
        made = self._shelf.made(key) if is_key(key) else None
        return made is not None and made.fallback

    def forget(self, key: str) -> None:
        """Delete the sound and the text of `key`; nothing happens for an unknown or wrong key."""
        if is_key(key):
            with self._shelf.locked(key):
                self._shelf.drop(key)

    def forget_unpublished(self, *, older_than_seconds: float) -> int:
        """Delete texts of persons, and their sounds, that are older; the number of keys deleted."""
        return self._shelf.drop_unpublished(older_than_seconds=older_than_seconds)

    def _is_final(self, key: str) -> bool:
        return self._shelf.sound_path(key).exists() and not self.is_fallback(key)

    def _allowed(self, key: str) -> tuple[VoiceEngine, ...]:
        saying = self._shelf.saying(key)
        if saying is None:
            return ()
        return tuple(engine for engine in self._engines if saying.published or engine.local)

    def _make(self, key: str, engines: Sequence[VoiceEngine]) -> Path | None:
        saying = self._shelf.saying(key)
        if saying is None:
            return None
        best = next(iter(self._allowed(key)), None)
        for engine in engines:
            speech = self._ask(engine, saying)
            if speech:
                made = Made(engine=engine.name, fallback=engine is not best, published=saying.published)
                timings = timings_of(speech, written=saying.written, spoken=saying.spoken)
                return self._keep(key, speech.sound, made, timings)
        return None

    def _keep(self, key: str, sound: bytes, made: Made, timings: Timings | None) -> Path:
        path = self._shelf.keep_sound(key, sound, made, timings)
        if not made.fallback:
            self._shelf.drop_saying(key)
        self._shelf.drop_beyond(self._max_bytes, keep=key)
        return path

    def _ask(self, engine: VoiceEngine, saying: Saying) -> Speech | None:
        if self._clock() < self._shelf.rests_until(engine.name):
            return None
        try:
            return engine.speak(saying.spoken, language=saying.language, slow=saying.slow)
        except VoiceUnavailable as error:
            LOG.warning("voice: %s is unavailable: %s", engine.name, error)
            if not engine.local:
                self._shelf.rest(engine.name, until=self._clock() + REST_SECONDS)
            return None


def _saying(text: str, language: str, *, slow: bool, published: bool) -> Saying:
    # A person's words are not kept in memory; what is published is asked for again and again.
    form = _published_form if published else spoken_form
    spoken = form(text, language) if language in LANGUAGES else text
    return Saying(spoken=spoken, written=text, language=language, slow=slow, published=published)


_published_form = functools.lru_cache(maxsize=2000)(spoken_form)


def _is_sayable(saying: Saying) -> bool:
    return saying.language in LANGUAGES and any(letter.isalnum() for letter in saying.spoken)


def _key(saying: Saying) -> str:
    parts = [RENDERING, saying.spoken, saying.language, saying.slow, saying.published]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]
