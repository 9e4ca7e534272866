"""The same races on PostgreSQL, where two really write at once; the address comes from TEST_DATABASE_URL."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import event, select

from gateway.bridge import life
from gateway.bridge.lists import cases_in
from gateway.bridge.translating import finish_translation
from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.erasing import erase, find_resident
from gateway.store.schema import Case, CaseMessage, CaseState, Delivery, StaffMember, Team, now
from tests.engines import empty_postgresql
from tests.gateway.bridge.conftest import Bridge, make_bridge, make_case


@pytest.fixture
def bridge(settings: Settings, parts: Services) -> Iterator[Bridge]:
    """As the fixture of the same name, on an empty PostgreSQL database."""
    database = empty_postgresql()
    database.migrate()
    yield make_bridge(settings, dataclasses.replace(parts, database=database))
    database.engine.dispose()


def test_of_twenty_at_once_one_wins(bridge: Bridge, one: StaffMember, two: StaffMember) -> None:
    case = make_case(bridge)

    def attempt(number: int) -> bool:
        try:
            life.claim(bridge.parts, case.code, (one, two)[number % 2])
        except life.CaseTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert any(pool.map(attempt, range(20)))
    assert [what for _, what in bridge.events(case)].count("claimed") == 1
    assert len(bridge.told(case)) == 1


def test_two_workers_translate_and_mark_once(bridge: Bridge, one: StaffMember) -> None:
    case = make_case(bridge, language="tr")
    later = now() + dt.timedelta(hours=9)
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: life.mark_overdue(bridge.parts, later), range(8))) == 1
    life.claim(bridge.parts, case.code, one)
    message = life.reply(bridge.parts, case.code, one, "Dag")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: finish_translation(bridge.parts, message.id), range(8)))
    assert [told["text"] for told in bridge.told(case)].count("[tr] Dag") == 1


def test_a_whole_life(bridge: Bridge, one: StaffMember, stranger: StaffMember) -> None:
    case = make_case(bridge)
    life.claim(bridge.parts, case.code, one)
    life.forward(bridge.parts, case.code, one, "south")
    bridge.says(case, "ja")
    life.claim(bridge.parts, case.code, stranger)
    life.close(bridge.parts, case.code, stranger, CaseState.RESOLVED, "Klaar")
    bridge.says(case, "nee")
    assert bridge.case(case.code).helped is False
    with bridge.parts.database.transaction() as session:
        assert [found.code for found in cases_in(session, stranger, "closed")] == [case.code]


@pytest.fixture
def slow(bridge: Bridge) -> None:
    """Every row that is locked stays so a little: who locks in another order meets the others on their way."""

    def linger(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("UPDATE", "DELETE", "INSERT")) or " FOR " in statement:
            time.sleep(0.03)

    event.listen(bridge.parts.database.engine, "after_cursor_execute", linger)


@dataclasses.dataclass
class Doing:
    """What people and workers do to one case at the same moment; raises StoreUnavailable when the database refuses."""

    bridge: Bridge
    case: Case
    one: StaffMember
    elsewhere: str

    def reply(self) -> None:
        """Staff answers."""
        with suppress(life.NotYours, life.NoSuchCase):
            life.reply(self.bridge.parts, self.case.code, self.one, "Merhaba", language="tr")

    def release(self) -> None:
        """Staff gives it back and takes it again."""
        with suppress(life.NotYours, life.NoSuchCase):
            life.release(self.bridge.parts, self.case.code, self.one)
            life.claim(self.bridge.parts, self.case.code, self.one)

    def close(self) -> None:
        """Staff ends it."""
        with suppress(life.NotYours, life.NoSuchCase):
            life.close(self.bridge.parts, self.case.code, self.one, CaseState.RESOLVED, "Klaar")

    def say(self) -> None:
        """The resident writes."""
        self.bridge.says(self.case, "merhaba")

    def agree(self) -> None:
        """The resident lets it go to another team."""
        self.bridge.says(self.case, "evet")

    def go_on(self) -> None:
        """The resident goes on in another talk."""
        there = {"conversation": self.elsewhere, "text": f"/continue_{self.case.code}"}
        client = self.bridge.client.application.test_client()
        assert client.post("/api/chat", json=there).status_code == 200

    def wipe(self) -> None:
        """The resident wipes the talk."""
        client = self.bridge.client.application.test_client()
        assert client.delete(f"/api/chat/{self.case.conversation_id}").status_code in {204, 404}

    def forget(self) -> None:
        """The resident has everything erased."""
        with self.bridge.parts.database.transaction() as session:
            resident = find_resident(session, self.case.code)
            assert resident is not None
            erase(session, resident, by="resident")

    def give_back(self) -> None:
        """The clock gives it back."""
        life.return_untouched(self.bridge.parts, now() + dt.timedelta(days=30))

    def translate(self) -> None:
        """A worker has translated what was said."""
        with self.bridge.parts.database.transaction() as session:
            numbers = list(session.scalars(select(CaseMessage.id).where(CaseMessage.case_id == self.case.id)))
        for number in numbers:
            finish_translation(self.bridge.parts, number)

    def announce(self) -> None:
        """A worker tells the team."""
        with self.bridge.parts.database.transaction() as session:
            numbers = list(session.scalars(select(Delivery.id).where(Delivery.channel == "announce")))
        courier = Courier(self.bridge.parts, all_channels())
        for number in numbers:
            courier.bring(number)


@pytest.fixture
def doing(bridge: Bridge, one: StaffMember) -> Doing:
    """A Turkish case that was answered and may go to another team; its code is known in a second talk."""
    case = make_case(bridge, language="tr")
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Dag")
    life.forward(bridge.parts, case.code, one, "south")
    told = bridge.client.post("/api/chat", json={"text": case.code, "language": "tr"}).json
    with bridge.parts.database.transaction() as session:
        session.get_one(Team, "north").notify_urls = ["json://127.0.0.1:1"]
    return Doing(bridge, case, one, str(told["conversation"]))


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize(
    ("residents", "theirs"),
    [
        *[("say", "reply"), ("say", "release"), ("say", "close"), ("say", "give_back"), ("say", "forget")],
        *[("agree", "reply"), ("go_on", "reply"), ("go_on", "forget"), ("wipe", "release"), ("wipe", "forget")],
        *[("forget", "reply"), ("forget", "translate"), ("forget", "announce")],
    ],
)
def test_no_two_who_write_at_once_wait_for_each_other(doing: Doing, residents: str, theirs: str) -> None:
    acts: list[Callable[[], None]] = [getattr(doing, residents), getattr(doing, theirs)]
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result(20)
