"""An emergency is answered first, with nothing below it, also while the store is away."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from civic.content.load import Content
from gateway.delivery.problems import Problem, TryLater
from gateway.store.database import Database
from gateway.whatsapp.hearing import hear
from tests.gateway.delivery.conftest import rows
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.whatsapp.phone import Resident, words


def test_an_emergency_gets_its_number_and_nothing_below_it(resident: Resident, content: Content) -> None:
    told = resident.says("help mijn huis staat in brand")
    assert "112" in words(told)
    assert content.phrase("whatsapp_welcome", "nl") not in words(told)
    assert content.phrase("whatsapp_welcome", "nl") in words(resident.says("dank u, het is geblust"))


class LockedAfter(Database):
    """A database that another program locks after so many transactions."""

    def __init__(self, url: str, transactions: int) -> None:
        super().__init__(url)
        self.left = transactions
        self.holder = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)

    def transaction(self) -> Any:
        """As Database.transaction."""
        self.left -= 1
        if self.left == -1:
            self.holder.execute("BEGIN EXCLUSIVE")
        return super().transaction()


@pytest.mark.parametrize("transactions", [0, 1, 2])
def test_an_emergency_is_answered_while_the_store_is_locked(resident: Resident, transactions: int) -> None:

    resident.phone.says("help mijn huis staat in brand")
    (row,) = rows(resident.parts, channel="whatsapp-in")
    parts = resident.parts
    locked = LockedAfter(parts.settings.database_url, transactions)
    object.__setattr__(parts, "database", locked)
    try:
        hear(parts, row)
    except Problem as problem:
        raise AssertionError(problem.reason) from problem
    finally:
        locked.holder.close()
    assert "112" in words(resident.phone.received)


def test_other_words_wait_until_the_store_is_back(resident: Resident, rasa: FakeRasa) -> None:

    resident.phone.says("wie haalt het grofvuil op?")
    (row,) = rows(resident.parts, channel="whatsapp-in")
    whole = resident.parts.database
    locked = LockedAfter(resident.parts.settings.database_url, 0)
    object.__setattr__(resident.parts, "database", locked)
    with pytest.raises(TryLater):
        hear(resident.parts, row)
    locked.holder.close()
    object.__setattr__(resident.parts, "database", whole)
    assert resident.does(lambda: None)[0].text == "Dag!"
