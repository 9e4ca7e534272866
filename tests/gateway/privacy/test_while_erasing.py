# ruff: noqa: F401, F811 (a fixture of another file)
"""What happens at the same moment as "forget me" brings nothing back."""

from __future__ import annotations

import dataclasses
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from sqlalchemy import select

from civic.consent import FORGET_CONFIRMED
from gateway.bridge import life
from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.database import Database, StoreUnavailable
from gateway.store.erasing import erase, find_resident
from gateway.store.schema import (
    Case,
    CaseEvent,
    Delivery,
    StaffMember,
)
from tests.gateway.bridge.conftest import Bridge, make_bridge, make_case
from tests.gateway.privacy.conftest import SECRET, traces
from tests.gateway.test_other_engines import postgres


def test_a_translation_under_way_brings_nothing_back(
    bridge: Bridge,
    one: StaffMember,
    settings: Settings,
) -> None:
    case = make_case(bridge, language="tr", question=SECRET)
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, SECRET)
    with bridge.parts.database.transaction() as session:
        numbers = list(session.scalars(select(Delivery.id).where(Delivery.channel == "translate")))
    assert len(numbers) == 2

    class ForgottenMeanwhile:
        """The resident goes while the engine thinks."""

        def translate(self, text: str, *, source: str, target: str) -> str:
            """As the port says."""
            with bridge.parts.database.transaction() as session:
                resident = find_resident(session, case.code)
                assert resident is not None
                erase(session, resident, by="resident")
            return f"[{target}] {text}"

    object.__setattr__(bridge.parts, "translator", ForgottenMeanwhile())
    courier = Courier(bridge.parts, all_channels())
    for number in numbers:
        courier.bring(number)
    assert traces(settings) == []


def test_a_locked_database_says_try_again_and_then_it_works(
    bridge: Bridge,
    told: Case,
    settings: Settings,
) -> None:
    bridge.says(told, "vergeet mij")
    holder = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    body = {"conversation": told.conversation_id, "text": FORGET_CONFIRMED}
    assert bridge.client.post("/api/chat", json=body).status_code == 503
    holder.execute("ROLLBACK")
    holder.close()
    assert traces(settings) != []
    bridge.says(told, "ja")
    assert traces(settings) == []


def test_what_is_said_while_it_is_erased_goes_too(
    settings: Settings,
    parts: Services,
    postgres: Database,
) -> None:
    made = make_bridge(settings, dataclasses.replace(parts, database=postgres))
    case = make_case(made, question=SECRET)
    member = made.members["bridge-1"]
    life.claim(made.parts, case.code, member)

    def says(number: int) -> None:
        body = {"conversation": case.conversation_id, "text": f"{SECRET} {number}"}
        assert made.client.application.test_client().post("/api/chat", json=body).status_code in (200, 503)

    def answers(number: int) -> None:
        try:
            life.reply(made.parts, case.code, member, f"{SECRET} {number}")
        except (life.NotYours, StoreUnavailable):
            return

    def erases(_: int) -> None:
        for _attempt in range(10):  # as a resident who is told to try again
            with suppress(StoreUnavailable), postgres.transaction() as session:
                resident = find_resident(session, case.code)
                assert resident is not None
                erase(session, resident, by="resident")
                return

    with ThreadPoolExecutor(9) as pool:
        jobs = [pool.submit(do, number) for number in range(12) for do in (says, answers)]
        jobs.insert(9, pool.submit(erases, 0))
        for job in jobs:
            job.result()
    assert made.words(case) == []
    assert made.case(case.code).conversation_id is None
    with postgres.transaction() as session:
        assert not session.scalars(select(Delivery).where(Delivery.channel == "chat")).all()
        assert "erased" in set(session.scalars(select(CaseEvent.what)))
