"""Who writes to a SQLite file goes in turn. By itself SQLite lets who waits look again after longer and longer pauses.

Then one that has waited for a while is passed again and again by those that have just come, up to its limit.
"""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 0.002
HAS_TURN = "has turn to write"


def take_turns(engine: Engine, path: Path, *, seconds: float) -> None:
    """From its first change on, a transaction has the turn to write, among all processes that do this with `path`.

    seconds: who has waited so long asks SQLite all the same, which may wait or refuse.
    """
    turn = _Turn(path, seconds)

    @event.listens_for(engine, "before_cursor_execute")
    def wait(connection: Any, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool) -> None:
        if context.isinsert or context.isupdate or context.isdelete:
            info = connection.info
            if HAS_TURN not in info:
                info[HAS_TURN] = turn.take()

    @event.listens_for(engine, "checkin")
    def leave(_connection: Any, record: Any) -> None:
        if record.info.pop(HAS_TURN, False):
            turn.give_back()


class _Turn:
    """Threads of a process wait for each other first; then, one of them, for other processes."""

    def __init__(self, path: Path, seconds: float) -> None:
        self._path = path
        self._seconds = seconds
        self._here = threading.Lock()
        self._file: Any = None

    def take(self) -> bool:
        """True when it came in time."""
        end = time.monotonic() + self._seconds
        if not self._here.acquire(timeout=self._seconds):
            return False
        taken = False
        try:
            self._file = self._path.open("w")
            while not (taken := self._is_ours()) and time.monotonic() < end:
                time.sleep(PAUSE_SECONDS)
        except OSError as error:
            logger.warning("%s cannot be used: SQLite decides alone who writes: %s", self._path.name, error.strerror)
        finally:
            if not taken:
                self.give_back()
        return taken

    def _is_ours(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give_back(self) -> None:
        """Let the next one in."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self._here.release()
