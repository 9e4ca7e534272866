"""Processes are killed again and again while 200 cases are opened and 200 messages relayed: nothing lost or twice."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from typing import TypeVar

import pytest
import requests
from sqlalchemy import select

from gateway.store.database import Database
from gateway.store.schema import Case, CaseMessage, Delivery, DeliveryState
from scripts.run import demo_login
from scripts.stack import Stack
from tests.journeys.resident import Resident, direct_session
from tests.journeys.staff import Staff
from tests.journeys.starting import running_system
from tests.standins.libretranslate import LibreTranslate

pytestmark = pytest.mark.journey

ESCALATIONS = 200
TALKS = 20
RELAYS_A_TALK = 10
AT_ONCE = 4
PATIENCE_SECONDS = 150
# Rasa takes its time to come back; what is relayed does not need it, so it dies once and the others often.
KILLED_OFTEN = ("gateway", "worker")
Done = TypeVar("Done")


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, translator: LibreTranslate) -> Iterator[Stack]:
    """A system of this module's own, to break."""
    with running_system(tmp_path_factory.mktemp("killed"), translator_url=translator.url) as stack:
        yield stack


@pytest.fixture(scope="module")
def login(system: Stack) -> tuple[str, str]:
    """Of the person who answers."""
    made = demo_login(system.settings)
    assert made is not None
    return made


@contextmanager
def killing(stack: Stack, *, once: str, every: int) -> Iterator[tuple[threading.Semaphore, list[str]]]:
    """Kill and restart a process each time `every` things were done, until the block ends.

    Gives the semaphore to release at each thing done, and the names of what was killed.
    """
    chance = random.Random(1)
    names = cycle(KILLED_OFTEN)
    killed: list[str] = []
    progress = threading.Semaphore(0)
    enough = threading.Event()

    def kill() -> None:
        while not enough.is_set():
            for _ in range(every):
                progress.acquire()
            time.sleep(chance.uniform(0, 0.05))  # in the middle of whatever comes next
            name = once if len(killed) == 1 else next(names)
            stack.restart(name)
            killed.append(name)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield progress, killed
    finally:
        enough.set()
        progress.release(every)
        thread.join()


def insists(act: Callable[[], Done | None]) -> Done:
    """Do `act` until it gives something: the gateway comes back within seconds."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            done = act()
        except (requests.RequestException, AssertionError):
            done = None
        if done is not None:
            return done
        time.sleep(0.2)
    raise TimeoutError(f"nothing came of it in {PATIENCE_SECONDS} s")


def escalate(stack: Stack, number: int, conversation: str | None = None) -> str:
    """The code of the case, with the same key at each attempt, as every caller must."""
    asked = {"language": "tr", "channel": "web", "city": "genk", "question": f"soru {number}"}
    body = json.dumps(asked | ({"conversation": conversation} if conversation else {})).encode()

    def call() -> str | None:
        sent_at = str(int(time.time()))
        signed = hmac.new(stack.settings.escalation_secret.encode(), f"{sent_at}.".encode() + body, hashlib.sha256)
        headers = {
            "Content-Type": "application/json",
            "X-Timestamp": sent_at,
            "X-Signature": f"sha256={signed.hexdigest()}",
            "Idempotency-Key": f"case-{number}",
        }
        url = f"{stack.settings.public_url}/webhooks/escalations"
        answer = direct_session().post(url, data=body, headers=headers, timeout=10)
        return str(answer.json()["case"]) if answer.status_code in (200, 201) else None

    return insists(call)


def relay(staff: Staff, code: str, progress: threading.Semaphore) -> None:
    """Take the case and write its messages, each again only when the page does not show it."""
    insists(
        lambda: (
            True if f"/inbox/{code}/claim" not in staff.reads(f"/inbox/{code}") else bool(staff.takes(code)) and None
        )
    )
    for number in range(RELAYS_A_TALK):
        text = f"bericht {code} {number}"

        def write(text: str = text) -> bool | None:
            if text in staff.reads(f"/inbox/{code}"):
                return True
            staff.does(code, "reply", text=text, language="nl")
            return True

        insists(write)
        progress.release()


def test_every_case_is_there_once(system: Stack) -> None:
    with killing(system, once="rasa", every=20) as (progress, killed), ThreadPoolExecutor(AT_ONCE) as callers:

        def call(number: int) -> str:
            code = escalate(system, number)
            progress.release()
            return code

        codes = list(callers.map(call, range(ESCALATIONS)))
    system.wait_until_ready()
    assert {"gateway", "worker", "rasa"} <= set(killed)
    assert len(set(codes)) == ESCALATIONS
    with Database(system.settings.database_url).transaction() as session:
        kept = Counter(session.scalars(select(Case.code)))
        words = Counter(session.scalars(select(CaseMessage.original)))
    assert kept == Counter(codes)
    assert words == Counter(f"soru {number}" for number in range(ESCALATIONS))


def test_every_word_of_a_person_arrives_once_and_in_order(system: Stack, login: tuple[str, str]) -> None:
    url = system.settings.public_url
    residents = [Resident(url, language="tr", city="genk") for _ in range(TALKS)]
    for resident in residents:
        resident.says("Merhaba")
    codes = [escalate(system, 1000 + number, resident.conversation) for number, resident in enumerate(residents)]
    people = [Staff(url) for _ in range(AT_ONCE)]
    for person in people:
        assert person.signs_in(*login).ok

    with killing(system, once="actions", every=20) as (progress, killed), ThreadPoolExecutor(AT_ONCE) as desks:

        def answers(number: int) -> None:
            for code in codes[number::AT_ONCE]:
                relay(people[number], code, progress)

        list(desks.map(answers, range(AT_ONCE)))
    system.wait_until_ready()

    assert {"gateway", "worker", "actions"} <= set(killed)
    for resident, code in zip(residents, codes, strict=True):
        expected = [f"(tr) bericht {code} {number}" for number in range(RELAYS_A_TALK)]

        def heard(resident: Resident = resident, expected: list[str] = expected) -> list[str] | None:
            said = [m["text"] for m in resident.history().json()["messages"] if m["from"] == "person"]
            return said if len(said) >= len(expected) else None

        assert insists(heard) == expected
    with Database(system.settings.database_url).transaction() as session:
        states = Counter(session.scalars(select(Delivery.state).where(Delivery.channel != "notice")))
    assert set(states) == {DeliveryState.SENT.value}
