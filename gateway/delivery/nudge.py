"""Tells the worker that something is due now, so that it need not wait for the worker's next look."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from redis.exceptions import RedisError

from gateway.delivery.queue import look_task, open_queue
from gateway.settings import Settings

logger = logging.getLogger(__name__)


class Nudge:
    """One for each process; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._look: Callable[[], object] | None = None

    def __call__(self) -> None:
        """Call it after the commit. Never raises: without it, what is due goes out a second later."""
        try:
            if self._look is None:
                self._look = look_task(open_queue(self._settings), lambda: None)
            self._look()
        except (sqlite3.Error, RedisError, OSError) as error:
            logger.warning("worker not nudged: %s", type(error).__name__)
