"""What many threads bring at one time, kept in one transaction: each waits for the database once, not for all others.

SQLite lets one writer in at a time, and who waits looks only now and then whether it is free; on PostgreSQL each
transaction costs a round of its own. Fifty that come in one moment would wait for fifty; so they wait for one or two.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from gateway.store.database import StoreUnavailable

Item = TypeVar("Item")


@dataclass(eq=False)
class _Place(Generic[Item]):
    """One thread in the queue: `turn` comes when its item is dealt with, or when it is to deal with all that wait."""

    item: Item
    turn: threading.Event = field(default_factory=threading.Event)
    done: bool = False
    error: BaseException | None = None


class Together(Generic[Item]):
    """Call it from any thread: one of those that wait deals with the items of all, in the order in which they came."""

    def __init__(self, deal: Callable[[Sequence[Item]], object]) -> None:
        self._deal = deal
        self._guard = threading.Lock()
        self._queue: list[_Place[Item]] = []
        self._busy = False

    def __call__(self, item: Item) -> None:
        """Come back when `item` is dealt with; raises what `deal` raised for it."""
        mine = _Place(item)
        with self._guard:
            self._queue.append(mine)
            leads = not self._busy
            self._busy = True
        if not leads:
            mine.turn.wait()
        if not mine.done:
            self._lead()
        if mine.error is not None:
            raise mine.error

    def _lead(self) -> None:
        with self._guard:
            places, self._queue = self._queue, []
        try:
            self._deal_with(places)
        finally:
            with self._guard:
                following = next(iter(self._queue), None)
                self._busy = following is not None
            for place in places:
                place.done = True
                place.turn.set()
            if following is not None:
                following.turn.set()

    def _deal_with(self, places: Sequence[_Place[Item]]) -> None:
        try:
            self._deal([place.item for place in places])
        except StoreUnavailable as error:  # for all of them: to try each alone would only make them wait
            _blame(places, error)
        except Exception as error:
            if len(places) == 1:
                _blame(places, error)
                return
            for place in places:  # one that cannot be kept does not take the others with it
                self._deal_with([place])
        except BaseException as error:
            _blame(places, error)
            raise


def _blame(places: Sequence[_Place[Item]], error: BaseException) -> None:
    for place in places:
        place.error = error
