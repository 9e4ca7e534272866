"""The files behind the audio library: what is still to be said, what was said, and who rests."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from civic.content.model import Strict
from civic.voice.timings import Timings

Model = TypeVar("Model", bound=Strict)
KEY = re.compile(r"[0-9a-f]{32}")
PENDING_SECONDS = 30 * 24 * 3600.0  # what nobody asked to hear by then is dropped


class Saying(Strict):
    """What to say under a key: `spoken` is the spoken form of `written`, ready for a voice."""

    spoken: str
    written: str = ""
    language: str
    slow: bool
    published: bool


class Made(Strict):
    """Who made a sound; `fallback` when a better engine could not."""

    engine: str
    fallback: bool
    published: bool


def is_key(key: str) -> bool:
    """True for 32 lower-case hex digits and nothing else, so that a key can name a file."""
    return KEY.fullmatch(key) is not None


class Shelf:
    """Files below `folder`, made on first use and readable by their owner only. Methods raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sound_path(self, key: str) -> Path:
        """Where the mp3 of `key` is, or would be."""
        return self.folder / f"{key}.mp3"

    def made(self, key: str) -> Made | None:
        """Who made the sound of `key`; None when unknown."""
        return _read(self._made_path(key), Made)

    def saying(self, key: str) -> Saying | None:
        """What is still to be said, or said better, under `key`."""
        return _read(self._saying_path(key), Saying)

    def keep_saying(self, key: str, saying: Saying) -> None:
        """Remember what to say, unless it is already remembered."""
        path = self._saying_path(key)
        if not path.exists():
            _write(path, saying.model_dump_json().encode())

    def drop_saying(self, key: str) -> None:
        """Forget what to say; the sound stays."""
        self._saying_path(key).unlink(missing_ok=True)

    def timings(self, key: str) -> Timings | None:
        """When each word of the sound of `key` is heard; None when unknown."""
        return _read(self._timings_path(key), Timings)

    def keep_sound(self, key: str, sound: bytes, made: Made, timings: Timings | None) -> Path:
        """Put an mp3 on the shelf, whole or not at all."""
        if timings is None:
            self._timings_path(key).unlink(missing_ok=True)
        else:
            _write(self._timings_path(key), timings.model_dump_json().encode())
        _write(self._made_path(key), made.model_dump_json().encode())
        _write(self.sound_path(key), sound)
        return self.sound_path(key)

    def touch(self, path: Path) -> bool:
        """Note that a sound was asked for; False when it is gone. Its age for browsers (mtime) stays."""
        try:
            os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))
        except FileNotFoundError:
            return False
        return True

    def drop(self, key: str) -> None:
        """Delete all that is known under `key`."""
        for path in (self.sound_path(key), self._made_path(key), self._saying_path(key), self._timings_path(key)):
            path.unlink(missing_ok=True)

    def drop_beyond(self, max_bytes: int, *, keep: str) -> None:
        """Delete the sounds asked for longest ago until the rest fits, and stale sayings; never `keep`."""
        sounds = sorted(self._files("*.mp3"), key=lambda item: item[1].st_atime_ns)
        size = sum(stat.st_size for _, stat in sounds)
        for path, stat in sounds:
            if size <= max_bytes:
                break
            if path.stem != keep:
                self.drop(path.stem)
                size -= stat.st_size
        for path, stat in self._files("pending/*.json"):
            if time.time() - stat.st_mtime > PENDING_SECONDS:
                path.unlink(missing_ok=True)

    def drop_unpublished(self, *, older_than_seconds: float) -> int:
        """Delete what a person wrote and the sound of it, when older; the number of keys deleted."""
        old = set()
        for path, stat in [*self._files("*.json"), *self._files("pending/*.json")]:
            known = self.made(path.stem) or self.saying(path.stem)
            if known and not known.published and time.time() - stat.st_mtime > older_than_seconds:
                old.add(path.stem)
        for key in old:
            self.drop(key)
        return len(old)

    def rest(self, engine: str, *, until: float) -> None:
        """Let an engine rest until a time (seconds since 1970), in every process."""
        _write(self.folder / "resting" / f"{engine}.json", json.dumps(until).encode())

    def rests_until(self, engine: str) -> float:
        """When the engine may be asked again (seconds since 1970); 0 when it never rested."""
        try:
            return float(json.loads((self.folder / "resting" / f"{engine}.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return 0.0

    @contextlib.contextmanager
    def locked(self, key: str) -> Iterator[None]:
        """Hold `key` against other threads and processes; 256 lock files, so keys seldom wait for another."""
        path = self.folder / "locks" / f"{key[:2]}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)  # closing lets go
            yield

    def _made_path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _saying_path(self, key: str) -> Path:
        return self.folder / "pending" / f"{key}.json"

    def _timings_path(self, key: str) -> Path:
        return self.folder / "timings" / f"{key}.json"

    def _files(self, pattern: str) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self.folder.glob(pattern):
            if is_key(path.stem):
                with contextlib.suppress(FileNotFoundError):  # another process was faster
                    yield path, path.stat()


def _read(path: Path, model: type[Model]) -> Model | None:
    try:
        return model.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
