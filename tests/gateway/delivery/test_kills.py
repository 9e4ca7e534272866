"""Workers are killed at any moment: nothing is lost; inside the store nothing happens twice; what was sent twice shows.

Sending and noting that it was sent cannot be one step. So outside the store a delivery is sent twice when, and only
when, a worker was killed between the two, and the row and the ids of the provider say so.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.delivery import enqueue
from gateway.delivery.states import TAKEN_UP
from gateway.delivery.worker import THREADS
from gateway.services import Services
from gateway.store.conversations import start_conversation
from gateway.store.schema import Case, CaseMessage, Delivery, DeliveryState, Message, TranslationState
from tests.gateway.delivery.conftest import rows

DELIVERIES, CHATS, TRANSLATIONS = 200, 100, 100
KILLS = 12
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Sent:
    """One line of the channel that appends."""

    key: str
    provider_id: str
    pid: int


@dataclass
class Workers:
    """Starts workers one after the other in `folder`, and kills them."""

    folder: Path
    killed: list[int] = field(default_factory=list)

    def start(self, *points: str) -> subprocess.Popen[bytes]:
        """A new worker, with its kill points."""
        command = [sys.executable, "-m", "tests.gateway.delivery.killable_worker", str(self.folder), *points]
        with (self.folder / "worker.log").open("ab") as log:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # noqa: S603

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """SIGKILL: no clean-up, no goodbye."""
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.killed.append(process.pid)

    def sent(self) -> list[Sent]:
        """What the channel that appends was given, in order."""
        file = self.folder / "sent.txt"
        lines = [line.split() for line in file.read_text("utf-8").splitlines()] if file.exists() else []
        return [Sent(key, provider_id, int(pid)) for key, provider_id, pid in lines]


@pytest.fixture
def workers(parts: Services) -> Workers:
    return Workers(parts.settings.var_folder)


@pytest.fixture
def fill(parts: Services) -> Callable[[int, int, int], None]:
    """Writes so many deliveries to append, to a conversation, and to translate (words of staff to a resident)."""

    def write(appended: int, chats: int, translations: int) -> None:
        with parts.database.transaction() as session:
            for number in range(appended):
                enqueue(session, key=f"append-{number}", channel="append", recipient="x", body={})
            chatting = start_conversation(session, language="nl", city=None).id
            for number in range(chats):
                body = {"from": "bot", "kind": "text", "language": "nl", "text": f"chat-{number}", "buttons": []}
                enqueue(session, key=f"chat-{number}", channel="chat", recipient=chatting, body=body)
            translating = start_conversation(session, language="tr", city=None).id
            case = Case(
                code="K7M3QF", idempotency_key="k", conversation_id=translating, channel="web", language="tr",
                state="claimed",
            )  # fmt: skip
            session.add(case)
            session.flush()
            for number in range(translations):
                _relay(session, case, f"woorden-{number}")

    return write


def _relay(session: Session, case: Case, words: str) -> None:
    """As when a person answers."""
    message = CaseMessage(
        case_id=case.id, sender="staff", original=words, language="nl", translated_language="tr",
        translation=TranslationState.WAITING.value,
    )  # fmt: skip
    session.add(message)
    session.flush()
    body = {"case_message_id": message.id}
    enqueue(session, key=f"translate-{words}", channel="translate", recipient="x", body=body, case_id=case.id)


def unfinished(parts: Services) -> int:
    """How many deliveries are not sent."""
    return len([row for row in rows(parts) if row.state != DeliveryState.SENT.value])


def wait_until_sent(parts: Services, workers: Workers) -> None:
    """Let one more worker finish all of it."""
    process = workers.start()
    end = time.monotonic() + PATIENCE_SECONDS
    try:
        while unfinished(parts):
            assert time.monotonic() < end, (workers.folder / "worker.log").read_text("utf-8")[-3000:]
            assert process.poll() is None, (workers.folder / "worker.log").read_text("utf-8")[-3000:]
            time.sleep(0.2)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def told(parts: Services) -> Counter[str]:
    """How often each text stands in a conversation."""
    with parts.database.transaction() as session:
        return Counter(message.body["text"] for message in session.scalars(select(Message)))


def test_killed_at_random_moments_nothing_is_lost_and_what_was_sent_twice_is_known(
    parts: Services, workers: Workers, fill: Callable[[int, int, int], None]
) -> None:
    fill(DELIVERIES, CHATS, TRANSLATIONS)
    for _ in range(KILLS):
        before = unfinished(parts)
        process = workers.start()
        if random.random() < 0.8:  # the others die while they start
            end = time.monotonic() + PATIENCE_SECONDS
            while unfinished(parts) == before and time.monotonic() < end:
                time.sleep(0.05)
        time.sleep(random.uniform(0, 0.8))
        workers.kill(process)
    wait_until_sent(parts, workers)

    by_key: dict[str, list[Sent]] = defaultdict(list)
    for sent in workers.sent():
        by_key[sent.key].append(sent)
    appended = {row.key: row for row in rows(parts, channel="append")}
    assert set(by_key) == set(appended) == {f"append-{number}" for number in range(DELIVERIES)}
    for key, row in appended.items():
        _check_row(row, by_key[key], workers.killed)
    in_vain = Counter(sent.pid for sends in by_key.values() for sent in sends[:-1])
    assert all(number <= THREADS for number in in_vain.values())  # at most what each had in hand
    assert any(row.attempts > 1 for row in rows(parts)), "no worker died with a row in hand: nothing was proven"

    assert told(parts) == Counter(
        [*(f"chat-{number}" for number in range(CHATS)), *(f"(tr) woorden-{number}" for number in range(TRANSLATIONS))]
    )


def _check_row(row: Delivery, sends: list[Sent], killed: list[int]) -> None:
    """Noted is what was sent last; each send before that is of a worker that was killed before it could note it."""
    assert row.provider_id == sends[-1].provider_id
    assert len({sent.pid for sent in sends}) == len(sends) <= row.attempts
    assert all(sent.pid in killed for sent in sends[:-1])
    assert (row.attempts > 1) is (row.problem == TAKEN_UP)


@pytest.mark.parametrize(
    ("point", "sends"), [("append:before:append-0", 1), ("append:after:append-0", 2)], ids=["before", "after"]
)
def test_a_delivery_is_sent_twice_only_when_the_worker_dies_between_sending_and_noting(
    parts: Services, workers: Workers, fill: Callable[[int, int, int], None], point: str, sends: int
) -> None:
    fill(1, 0, 0)
    assert workers.start(point).wait(60) == -signal.SIGKILL
    wait_until_sent(parts, workers)
    assert [sent.key for sent in workers.sent()] == ["append-0"] * sends
    (row,) = rows(parts)
    assert (row.attempts, row.problem, row.provider_id) == (2, TAKEN_UP, workers.sent()[-1].provider_id)


@pytest.mark.parametrize("point", ["chat:before:chat-1", "chat:inside:chat-1"])
def test_a_message_in_the_chat_is_there_once_wherever_the_worker_dies(
    parts: Services, workers: Workers, fill: Callable[[int, int, int], None], point: str
) -> None:
    fill(0, 3, 0)
    assert workers.start(point).wait(60) == -signal.SIGKILL
    assert "chat-1" not in told(parts)
    wait_until_sent(parts, workers)
    with parts.database.transaction() as session:
        texts = [message.body["text"] for message in session.scalars(select(Message).order_by(Message.number))]
    assert texts == ["chat-0", "chat-1", "chat-2"]


@pytest.mark.parametrize(
    ("point", "already"),
    [
        ("translate:before:translate-woorden-0", 0),
        ("translate:inside:woorden-0", 0),
        ("translate:after:translate-woorden-0", 1),
    ],
)
def test_a_translated_message_is_told_once_wherever_the_worker_dies(
    parts: Services, workers: Workers, fill: Callable[[int, int, int], None], point: str, already: int
) -> None:
    fill(0, 0, 1)
    assert workers.start(point).wait(60) == -signal.SIGKILL
    assert told(parts)["(tr) woorden-0"] == already
    wait_until_sent(parts, workers)
    assert told(parts) == Counter(["(tr) woorden-0"])
    with parts.database.transaction() as session:
        assert [message.translation for message in session.scalars(select(CaseMessage))] == ["done"]
