"""What threads bring at one time is dealt with together: nothing lost, in order, and no one pays for another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from gateway.store.database import StoreUnavailable
from gateway.store.together import Together

PATIENCE_SECONDS = 10
MANY = 20


class Dealing:
    """Notes the batches it gets; the first one is held until it may go on, so that others gather behind it."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.began, self.go_on = threading.Event(), threading.Event()
        self.refuse: Callable[[Sequence[int]], None] = lambda items: None

    def __call__(self, items: Sequence[int]) -> None:
        self.batches.append(list(items))
        self.began.set()
        assert self.go_on.wait(PATIENCE_SECONDS)
        self.refuse(items)


@pytest.fixture
def dealing() -> Dealing:
    """Held at its first batch."""
    return Dealing()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """As many as bring something at once."""
    with ThreadPoolExecutor(MANY + 1) as pool:
        yield pool


def bring(
    together: Together[int], dealing: Dealing, threads: ThreadPoolExecutor, items: Sequence[int]
) -> list[Future[None]]:
    """The first item is being dealt with; the others come one after the other while it is; then all goes on."""
    brought = [threads.submit(together, items[0])]
    assert dealing.began.wait(PATIENCE_SECONDS)
    for count, item in enumerate(items[1:], start=1):
        brought.append(threads.submit(together, item))
        until(lambda count=count: len(together._queue) == count)
    dealing.go_on.set()
    return brought


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    pause = threading.Event()
    for _ in range(PATIENCE_SECONDS * 1000):
        if is_so():
            return
        pause.wait(0.001)
    pytest.fail("it never was so")


def test_who_comes_while_one_is_dealt_with_shares_the_next(dealing: Dealing, threads: ThreadPoolExecutor) -> None:
    for done in bring(Together(dealing), dealing, threads, range(MANY)):
        done.result(PATIENCE_SECONDS)
    assert dealing.batches == [[0], list(range(1, MANY))]


def test_who_comes_alone_is_dealt_with_alone(dealing: Dealing) -> None:
    dealing.go_on.set()
    together = Together(dealing)
    together(1)
    together(2)
    assert dealing.batches == [[1], [2]]


def test_nobody_is_let_go_before_their_item_is_dealt_with(dealing: Dealing, threads: ThreadPoolExecutor) -> None:
    together = Together(dealing)
    first = threads.submit(together, 1)
    assert dealing.began.wait(PATIENCE_SECONDS)
    second = threads.submit(together, 2)
    until(lambda: len(together._queue) == 1)
    assert not first.done()
    assert not second.done()
    dealing.go_on.set()
    second.result(PATIENCE_SECONDS)
    assert dealing.batches == [[1], [2]]


def test_one_that_cannot_be_kept_does_not_take_the_others_with_it(
    dealing: Dealing, threads: ThreadPoolExecutor
) -> None:
    def refuse(items: Sequence[int]) -> None:
        if 2 in items:
            raise ValueError("2")

    dealing.refuse = refuse
    first, second, third = bring(Together(dealing), dealing, threads, [1, 2, 3])
    first.result(PATIENCE_SECONDS)
    third.result(PATIENCE_SECONDS)
    with pytest.raises(ValueError, match="2"):
        second.result(PATIENCE_SECONDS)
    assert dealing.batches == [[1], [2, 3], [2], [3]]


def test_while_the_store_is_away_all_hear_it_and_none_waits_for_it_again(
    dealing: Dealing, threads: ThreadPoolExecutor
) -> None:
    def refuse(items: Sequence[int]) -> None:
        raise StoreUnavailable

    dealing.refuse = refuse
    together = Together(dealing)
    for done in bring(together, dealing, threads, [1, 2, 3]):
        with pytest.raises(StoreUnavailable):
            done.result(PATIENCE_SECONDS)
    assert dealing.batches == [[1], [2, 3]]
    dealing.refuse = lambda items: None
    together(4)
    assert dealing.batches[-1] == [4]


def test_who_is_stopped_while_dealing_leaves_nobody_waiting(dealing: Dealing, threads: ThreadPoolExecutor) -> None:
    def refuse(items: Sequence[int]) -> None:
        if 2 in items:
            raise SystemExit

    dealing.refuse = refuse
    together = Together(dealing)
    first, second, third = bring(together, dealing, threads, [1, 2, 3])
    first.result(PATIENCE_SECONDS)
    for stopped in (second, third):
        with pytest.raises(SystemExit):
            stopped.result(PATIENCE_SECONDS)
    together(4)
