"""The worker as `make run` starts it, its sign of life, and what happens when it is away."""

from __future__ import annotations

import dataclasses
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from gateway.delivery import enqueue
from gateway.delivery.channels import Outside
from gateway.delivery.courier import Courier
from gateway.delivery.notices import Event, notify
from gateway.delivery.nudge import Nudge
from gateway.delivery.queue import DEAD_AFTER_SECONDS, HEARTBEAT, beat, look_task, open_queue, worker_state
from gateway.delivery.worker import Sweep
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.database import Database
from gateway.store.schema import Case, Delivery, Team
from tests.gateway.delivery.conftest import rows
from tests.standins.mail import MailServer

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60


@contextmanager
def running_worker(settings: Settings, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m gateway.delivery` with these settings, until the block ends."""
    environment = {
        **os.environ,
        "SECRET_KEY": settings.secret_key,
        "ESCALATION_SECRET": settings.escalation_secret,
        "DATABASE_URL": settings.database_url,
        "VAR_FOLDER": str(settings.var_folder),
        "TRANSLATOR": "none",
        "VOICE": "none",
        "LOG_LEVEL": "DEBUG",
        **more,
    }
    with (settings.var_folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway.delivery"], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_for(true: Callable[[], bool], log: Path) -> None:
    """Until it is so, or the patience is at an end."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, log.read_text("utf-8")[-3000:]
        time.sleep(0.1)


def test_the_worker_sends_a_notice_says_that_it_lives_and_stops_when_told(
    parts: Services, case: Case, mail: MailServer, client: FlaskClient
) -> None:
    log = parts.settings.var_folder / "worker.log"
    with parts.database.transaction() as session:
        session.get_one(Team, "genk-north").notify_urls = [mail.address("team@example.org")]
    assert client.get("/readyz").json["parts"]["worker"] == "down"
    with running_worker(parts.settings) as process:
        wait_for(lambda: worker_state(parts.settings) == "ok", log)
        with parts.database.transaction() as session:
            notify(session, session.get_one(Case, case.id), Event.NEW_CASE)
        wait_for(lambda: len(mail.mails) == 1, log)
        assert client.get("/readyz").json["parts"]["worker"] == "ok"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    written = log.read_text("utf-8")
    assert "channel=notice state=sent" in written
    for secret in ("team@example.org", mail.address("x")[:20], "genk-north", "Traceback"):
        assert secret not in written


def test_a_worker_that_is_told_to_stop_finishes_what_it_is_sending(parts: Services) -> None:
    """The receiver answers only after the worker was told to stop."""
    log = parts.settings.var_folder / "worker.log"
    with socket.create_server(("127.0.0.1", 0)) as receiver:
        address = f"json://127.0.0.1:{receiver.getsockname()[1]}/hook"
        with parts.database.transaction() as session:
            enqueue(session, key="announce", channel="announce", recipient="setting",
                    body={"event": "new_case", "code": "K7M3QF", "mark": "0"})  # fmt: skip
        with running_worker(parts.settings, NOTIFY_URLS=address) as process:
            receiver.settimeout(PATIENCE_SECONDS)
            connection, _ = receiver.accept()
            with connection:
                connection.recv(4096)
                process.send_signal(signal.SIGTERM)
                time.sleep(0.5)
                assert process.poll() is None
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            assert process.wait(20) == 0, log.read_text("utf-8")
    assert [(row.state, row.attempts) for row in rows(parts, channel="notice")] == [("sent", 1)]


def test_without_a_usable_setting_the_worker_says_so(settings: Settings) -> None:
    with running_worker(settings, NOTIFY_URLS="pigeon://a:secret@b") as process:
        assert process.wait(PATIENCE_SECONDS) == 1
    written = (settings.var_folder / "worker.log").read_text("utf-8")
    assert "NOTIFY_URLS" in written
    assert "secret" not in written


def test_a_worker_without_its_database_says_so_without_a_trace(settings: Settings) -> None:
    with running_worker(settings, DATABASE_URL="postgresql+psycopg://127.0.0.1:1/nothing") as process:
        assert process.wait(PATIENCE_SECONDS) == 1
    written = (settings.var_folder / "worker.log").read_text("utf-8")
    assert "The worker cannot start: OperationalError" in written
    assert "Traceback" not in written


def test_an_old_sign_of_life_is_none(settings: Settings) -> None:
    assert worker_state(settings) == "down"
    queue = open_queue(settings)
    assert worker_state(settings) == "down"
    beat(queue)
    assert worker_state(settings) == "ok"
    queue.put(HEARTBEAT, time.time() - DEAD_AFTER_SECONDS - 1)
    assert worker_state(settings) == "down"


def test_a_broken_or_absent_queue_is_a_worker_that_is_down(settings: Settings, client: FlaskClient) -> None:
    (settings.var_folder / "tasks.db").write_bytes(b"not a database" * 100)
    assert worker_state(settings) == "down"
    away = settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    assert worker_state(away) == "down"
    assert client.get("/readyz").json["parts"]["worker"] == "down"


def test_an_absent_worker_does_not_make_the_rest_unready(
    parts: Services, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.health.views.actions_are_ready", lambda url: True)
    response = client.get("/readyz")
    assert response.json == {
        "status": "ok",
        "parts": {"rasa": "ok", "actions": "ok", "database": "ok", "worker": "down"},
    }
    assert response.status_code == 200


def test_what_is_due_is_handed_out_when_the_queue_is_empty_and_a_lost_queue_loses_nothing(parts: Services) -> None:
    def send(services: Services, delivery: Delivery) -> None:
        """Nothing to do."""

    courier = Courier(parts, {"test": Outside(send)})
    with parts.database.transaction() as session:
        for number in range(3):
            enqueue(session, key=f"k{number}", channel="test", recipient="x", body={})
    queue = open_queue(parts.settings)
    bring = queue.task(name="bring")(courier.bring)
    sweep = Sweep(courier, queue, bring)
    sweep()
    sweep()
    assert queue.pending_count() == 3
    queue.storage.close()
    for file in parts.settings.var_folder.glob("tasks.db*"):
        file.unlink()
    queue = open_queue(parts.settings)
    bring = queue.task(name="bring")(courier.bring)
    Sweep(courier, queue, bring)()
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
    assert [row.state for row in rows(parts)] == ["sent"] * 3


def test_a_sweep_outlives_a_store_that_is_away(parts: Services, caplog: pytest.LogCaptureFixture) -> None:
    away = dataclasses.replace(parts, database=Database("postgresql+psycopg://127.0.0.1:1/nothing"))
    queue = open_queue(parts.settings)
    Sweep(Courier(away, {}), queue, lambda number: None)()
    assert "sweep failed: StoreUnavailable" in caplog.text
    assert worker_state(parts.settings) == "ok"


def test_what_becomes_due_while_the_queue_is_busy_is_handed_out_once(parts: Services) -> None:
    queue = open_queue(parts.settings)
    handed: list[int] = []
    sweep = Sweep(Courier(parts, {"test": Outside(lambda services, delivery: None)}), queue, handed.append)
    queue.task(name="busy")(lambda: None)()
    for number in range(3):
        with parts.database.transaction() as session:
            enqueue(session, key=f"k{number}", channel="test", recipient="x", body={})
        sweep()
        sweep()
    assert queue.pending_count() == 1
    assert handed == [row.id for row in rows(parts)]


def test_a_nudge_is_a_task_that_lets_the_worker_look_at_once(parts: Services) -> None:
    queue = open_queue(parts.settings)
    looked: list[str] = []
    look_task(queue, lambda: looked.append("now"))
    parts.nudge()
    while (task := queue.dequeue()) is not None:
        queue.execute(task)
    assert looked == ["now"]


def test_a_nudge_that_fails_is_only_noted(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    (settings.var_folder / "tasks.db").write_bytes(b"not a database" * 100)
    Nudge(settings)()
    Nudge(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}))()
    assert caplog.text.count("worker not nudged") == 2
