"""Rows are written once, taken once, kept in order, and never forgotten."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from gateway.delivery import enqueue
from gateway.delivery.channels import Inside, Order, Outside
from gateway.delivery.courier import STUCK_AFTER, Courier
from gateway.delivery.problems import BACK_OFF, TryLater
from gateway.delivery.states import TAKEN_UP
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Case, CaseEvent, Delivery, now
from tests.gateway.delivery.conftest import bring_all, make_due, rows
from tests.gateway.delivery.scripted import Sender, put_in


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture
def courier(parts: Services, sender: Sender) -> Courier:
    return Courier(parts, {"test": Outside(sender)})


def test_the_same_key_makes_one_row(parts: Services) -> None:
    assert put_in(parts) is True
    assert put_in(parts, body={"n": 2}) is False
    (row,) = rows(parts)
    assert row.body == {"n": 1}


def test_two_at_once_with_one_key_make_one_row(parts: Services) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: put_in(parts), range(24)))
    assert sum(made) == 1
    assert len(rows(parts)) == 1


def test_a_row_is_written_with_its_cause_or_not_at_all(parts: Services) -> None:
    def fails(session: Session) -> None:
        enqueue(session, key="k", channel="test", recipient="x", body={})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), parts.database.transaction() as session:
        fails(session)
    assert rows(parts) == []


def test_what_is_sent_is_noted_with_the_id_of_the_provider(parts: Services, courier: Courier, sender: Sender) -> None:
    put_in(parts)
    bring_all(courier)
    (row,) = rows(parts)
    assert (row.state, row.provider_id, row.attempts, row.problem) == ("sent", "provider-k", 1, None)
    bring_all(courier)
    assert sender.sent == ["k"]


def test_nothing_is_brought_before_its_time(parts: Services, courier: Courier, sender: Sender) -> None:
    put_in(parts, at=now() + dt.timedelta(hours=1))
    assert courier.due() == []
    courier.bring(rows(parts)[0].id)
    assert sender.sent == []


def test_what_a_dead_worker_left_is_taken_up_again_and_says_so(
    parts: Services, courier: Courier, sender: Sender
) -> None:
    put_in(parts)
    with parts.database.transaction() as session:
        session.execute(update(Delivery).values(state="sending", attempts=1, taken_at=now()))
    bring_all(courier)
    assert sender.sent == []  # perhaps it is still at it
    with parts.database.transaction() as session:
        session.execute(update(Delivery).values(taken_at=now() - STUCK_AFTER - dt.timedelta(seconds=1)))
    bring_all(courier)
    assert sender.sent == ["k"]
    (row,) = rows(parts)
    assert (row.state, row.attempts, row.problem) == ("sent", 2, TAKEN_UP)


def test_a_delivery_that_kills_every_worker_is_given_up(parts: Services, courier: Courier) -> None:
    put_in(parts)
    long_ago = now() - STUCK_AFTER * 2
    with parts.database.transaction() as session:
        session.execute(update(Delivery).values(state="sending", attempts=len(BACK_OFF) + 1, taken_at=long_ago))
    assert courier.due() == []
    assert rows(parts)[0].state == "failed"


def test_many_couriers_at_once_send_each_row_once(parts: Services, sender: Sender) -> None:
    couriers = [Courier(parts, {"test": Outside(sender)}) for _ in range(4)]
    for number in range(40):
        put_in(parts, f"k{number}")
    numbers = [row.id for row in rows(parts)]

    def work(courier: Courier) -> None:
        for number in numbers:
            courier.bring(number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, couriers))
    assert sorted(sender.sent) == sorted(f"k{number}" for number in range(40))


def test_a_slow_send_is_not_taken_for_a_dead_one(parts: Services) -> None:
    begun, may_end, sent = threading.Event(), threading.Event(), []

    def slow(services: Services, delivery: Delivery) -> None:
        begun.set()
        may_end.wait(10)
        sent.append(delivery.key)

    courier = Courier(parts, {"test": Outside(slow)}, stuck_after=dt.timedelta(0))
    put_in(parts)
    thread = threading.Thread(target=courier.bring, args=(rows(parts)[0].id,))
    thread.start()
    assert begun.wait(10)
    assert courier.due() == []
    may_end.set()
    thread.join()
    assert sent == ["k"]
    assert [(row.state, row.attempts) for row in rows(parts)] == [("sent", 1)]


def test_nothing_overtakes_on_a_channel_that_keeps_order_by_recipient(parts: Services, sender: Sender) -> None:
    courier = Courier(parts, {"test": Outside(sender, order=Order.RECIPIENT)})
    for key, recipient in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        put_in(parts, key, recipient=recipient)
    put_in(parts, "later", recipient="b", at=now() + dt.timedelta(days=1))
    put_in(parts, "b2", recipient="b")
    sender.problem = TryLater("HTTP 503")
    courier.bring(rows(parts, key="a1")[0].id)
    sender.problem = None
    bring_all(courier)
    assert sender.sent == ["b1", "b2"]  # what is planned for tomorrow holds up nothing
    make_due(parts)
    bring_all(courier)
    assert [key for key in sender.sent if key.startswith("a")] == ["a1", "a2"]


def test_first_attempts_within_a_case_go_in_order_but_a_second_one_holds_up_nothing(
    parts: Services, sender: Sender, case: Case
) -> None:
    courier = Courier(parts, {"test": Outside(sender, order=Order.CASE)})
    for key in ("first", "second"):
        put_in(parts, key, case_id=case.id, recipient=key)
    first, second = (rows(parts, key=key)[0].id for key in ("first", "second"))
    assert courier.due() == [first]
    courier.bring(second)
    assert sender.sent == []
    sender.problem = TryLater("HTTP 503")
    assert courier.bring(first) == [second]
    sender.problem = None
    bring_all(courier)
    assert sender.sent == ["second"]


def test_what_a_delivery_causes_is_brought_before_what_waited_for_it(parts: Services, sender: Sender) -> None:
    def hear(services: Services, delivery: Delivery) -> None:
        for key in ("answer", "rest"):
            put_in(services, f"{key} to {delivery.key}", channel="out", recipient=delivery.recipient)

    hearing = Outside(hear, order=Order.RECIPIENT, leads_to="out")
    courier = Courier(parts, {"test": hearing, "out": Outside(sender, order=Order.RECIPIENT)})
    for key in ("first", "second"):
        put_in(parts, key, recipient="a")
    first, second = (row.id for row in rows(parts))
    put_in(parts, "somebody else's", channel="out", recipient="b")
    answer, waited = courier.bring(first)
    assert waited == second
    (rest,) = courier.bring(answer)
    assert courier.bring(rest) == []
    assert sender.sent == ["answer to first", "rest to first"]


def test_an_effect_inside_the_store_and_its_note_are_one(parts: Services, case: Case) -> None:
    def put(session: Session, services: Services, delivery: Delivery) -> None:
        session.add(CaseEvent(case_id=case.id, who="test", what="brought"))
        session.flush()
        if delivery.body["n"] == 0:
            raise TryLater("not now")

    courier = Courier(parts, {"test": Inside(put)})
    put_in(parts, "undone", body={"n": 0})
    put_in(parts, "done")
    bring_all(courier)
    assert [(row.key, row.state, row.attempts) for row in rows(parts)] == [
        ("undone", "waiting", 1),
        ("done", "sent", 1),
    ]
    with parts.database.transaction() as session:
        assert session.query(CaseEvent).filter_by(what="brought").count() == 1


def test_a_store_that_is_locked_while_noting_does_not_make_it_sent_twice(
    parts: Services, caplog: pytest.LogCaptureFixture
) -> None:
    holder = sqlite3.connect(
        parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False
    )
    sent: list[str] = []

    def send_and_lock(services: Services, delivery: Delivery) -> str:
        sent.append(delivery.key)
        holder.execute("BEGIN EXCLUSIVE")
        return "provider-1"

    courier = Courier(parts, {"test": Outside(send_and_lock)})
    put_in(parts)
    thread = threading.Thread(target=courier.bring, args=(rows(parts)[0].id,))
    thread.start()
    for _ in range(200):
        if "could not be noted" in caplog.text:
            break
        thread.join(0.1)
    holder.execute("ROLLBACK")
    holder.close()
    thread.join(20)
    assert "could not be noted" in caplog.text
    assert [(row.state, row.provider_id) for row in rows(parts)] == [("sent", "provider-1")]
    assert sent == ["k"]


def test_a_locked_store_leaves_rows_as_they_are(parts: Services, courier: Courier, sender: Sender) -> None:
    put_in(parts)
    holder = sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable):
        courier.bring(1)
    holder.execute("ROLLBACK")
    holder.close()
    assert sender.sent == []
    assert [(row.state, row.attempts) for row in rows(parts)] == [("waiting", 0)]


def test_logs_hold_numbers_and_states_only(
    parts: Services, courier: Courier, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    put_in(parts, recipient="0470 12 34 56", body={"text": "Mijn naam is Fatma"})
    sender.problem = RuntimeError("0470 12 34 56: Fatma")
    bring_all(courier)
    assert "channel=test state=waiting RuntimeError" in caplog.text
    for word in ("0470", "Fatma"):
        assert word not in caplog.text
    assert rows(parts)[0].problem == "RuntimeError"
