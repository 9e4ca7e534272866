"""The worker: every second, and when nudged, it looks for what is due and hands it to huey's threads.

A row says what is to be done, a task in the queue only who does it now: whatever happens to tasks, the next look finds
the row again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from huey import Huey, crontab
from huey.consumer import Consumer, Scheduler

from gateway.delivery.courier import Courier
from gateway.delivery.queue import BEAT_SECONDS, beat, look_task
from gateway.services import Services

logger = logging.getLogger(__name__)
# More than processors: most of the time a delivery waits for the other side.
THREADS = 8
LONGEST_PAUSE_SECONDS = 0.5
# As long as that a task may wait in the queue before its row is handed out again, which then changes nothing.
HANDED_SECONDS = 5.0
# Less than scripts/stack.py gives a process to stop.
STOP_SECONDS = 8

Chore = Callable[[Services], object]


def run_worker(courier: Courier, queue: Huey, chores: Sequence[Chore] = ()) -> None:
    """Work until SIGTERM or Ctrl-C; what is being sent then is finished and noted first.

    chores: called every minute; each may find nothing to do, and may be done by several workers at once.
    """
    bring = _bring_task(courier, queue)
    for chore in chores:
        _add_chore(queue, chore, courier.services)
    sweep = Sweep(courier, queue, bring)
    look_task(queue, sweep)
    DeliveryConsumer(
        queue,
        sweep=sweep,
        workers=THREADS,
        initial_delay=0.05,
        max_delay=LONGEST_PAUSE_SECONDS,
        scheduler_interval=1,
        graceful_signal="TERM",
        shutdown_timeout=STOP_SECONDS,
    ).run()


class Sweep:
    """Looks at the store each second, and when nudged: hands out what is due, and gives a sign of life."""

    def __init__(self, courier: Courier, queue: Huey, bring: Callable[[int], object]) -> None:
        self._courier = courier
        self._queue = queue
        self._bring = bring
        self._next_beat = 0.0
        self._handed: dict[int, float] = {}
        self._looking = threading.Lock()

    def __call__(self) -> None:
        """Never raises: the next look comes in a second."""
        try:
            if time.monotonic() >= self._next_beat:
                beat(self._queue)
                self._next_beat = time.monotonic() + BEAT_SECONDS
            self.look()
        except Exception as error:
            logger.error("sweep failed: %s", type(error).__name__)

    def look(self) -> None:
        """Hand out what is due, but nothing that is still in the queue; one thread at a time, others need not."""
        if not self._looking.acquire(blocking=False):
            return
        try:
            before = time.monotonic() - HANDED_SECONDS
            waiting = self._queue.pending_count() > 0
            self._handed = {number: at for number, at in self._handed.items() if waiting and at > before}
            for number in self._courier.due():
                if number not in self._handed:
                    self._handed[number] = time.monotonic()
                    self._bring(number)
        finally:
            self._looking.release()


class SweepingScheduler(Scheduler):
    """huey's scheduler, which also sweeps at each round (a second)."""

    def __init__(self, *arguments: Any, sweep: Sweep, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sweep = sweep

    def loop(self, now: Any = None) -> None:
        """One round."""
        self._sweep()
        super().loop(now)


class DeliveryConsumer(Consumer):
    """huey's consumer with that scheduler."""

    def __init__(self, queue: Huey, *, sweep: Sweep, **options: Any) -> None:
        self._sweep = sweep
        super().__init__(queue, **options)

    def _create_scheduler(self) -> SweepingScheduler:
        return SweepingScheduler(self.huey, self.stop_flag, self.scheduler_interval, self.periodic, sweep=self._sweep)


def _bring_task(courier: Courier, queue: Huey) -> Callable[[int], object]:
    @queue.task(name="bring")
    def bring(delivery_id: int) -> None:
        try:
            for next_in_line in courier.bring(delivery_id):
                bring(next_in_line)
        except Exception as error:
            # Only its kind: the message of a database error holds what was to be written.
            logger.error("delivery=%s not brought: %s", delivery_id, type(error).__name__)

    return bring  # type: ignore[no-any-return]  # huey carries no types


def _add_chore(queue: Huey, chore: Chore, services: Services) -> None:
    name = getattr(chore, "__name__", type(chore).__name__)

    @queue.periodic_task(crontab(minute="*"), name=f"chore-{name}")
    def run() -> None:
        try:
            chore(services)
        except Exception as error:
            logger.error("chore=%s failed: %s", name, type(error).__name__)
