"""huey's queue, in a file of its own or in Redis, and the heartbeat of the worker that empties it.

It holds hints only: what is to be done stands in the store, so a lost queue loses nothing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from huey import Huey, RedisHuey, SqliteHuey
from redis import ConnectionPool
from redis.exceptions import RedisError

from gateway.settings import Settings

NAME = "wiedoetwat"
HEARTBEAT = "worker-heartbeat"
BEAT_SECONDS = 5
DEAD_AFTER_SECONDS = 20
REDIS_SECONDS = 5


def open_queue(settings: Settings) -> Huey:
    """The queue in Redis with REDIS_URL, else in VAR_FOLDER/tasks.db."""
    if settings.redis_url:
        pool = ConnectionPool.from_url(
            settings.redis_url, socket_connect_timeout=REDIS_SECONDS, socket_timeout=REDIS_SECONDS
        )
        return RedisHuey(NAME, results=False, connection_pool=pool)
    settings.var_folder.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(NAME, results=False, filename=str(_file(settings)), fsync=False)  # hints: nothing to lose


def look_task(queue: Huey, look: Callable[[], object]) -> Callable[[], object]:
    """The task "look what is due", under one name for the worker that does it and for who asks for it."""

    def looked() -> None:
        look()

    return queue.task(name="look")(looked)  # type: ignore[no-any-return]  # huey carries no types


def beat(queue: Huey) -> None:
    """Say that the worker lives."""
    queue.put(HEARTBEAT, time.time())


def worker_state(settings: Settings) -> str:
    """`ok` when a worker gave a sign of life a moment ago, else `down`; never raises for a queue that is away."""
    if not settings.redis_url and not _file(settings).exists():
        return "down"
    try:
        queue = open_queue(settings)
        try:
            last = queue.get(HEARTBEAT, peek=True)
        finally:
            _close(queue)
    except (sqlite3.Error, RedisError, OSError):
        return "down"
    return "ok" if last is not None and abs(time.time() - last) < DEAD_AFTER_SECONDS else "down"


def _close(queue: Huey) -> None:
    queue.storage.close()
    if isinstance(queue, RedisHuey):
        queue.storage.pool.disconnect()


def _file(settings: Settings) -> Path:
    return settings.var_folder / "tasks.db"
