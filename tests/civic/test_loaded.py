"""What is loaded is set aside, and what comes after it is not."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from civic.loaded import set_aside_loaded


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_is_loaded_is_no_longer_looked_through() -> None:
    loaded: list[object] = [[]]
    set_aside_loaded()
    assert gc.get_freeze_count() > 0
    assert not any(each is loaded for each in gc.get_objects())


def test_what_comes_later_is() -> None:
    set_aside_loaded()
    later: list[object] = [[]]
    assert any(each is later for each in gc.get_objects())


def test_what_was_replaced_since_is_let_go() -> None:
    class Content(list[object]):
        """Refers to itself, so that only the looking through finds that nobody else does."""

    loaded = Content()
    loaded.append(loaded)
    gone = weakref.ref(loaded)
    set_aside_loaded()
    del loaded
    set_aside_loaded()
    assert gone() is None
