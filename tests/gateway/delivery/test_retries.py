"""What is tried again, when, what is given up, and that both can be seen."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from gateway.delivery import failed_deliveries, send_again
from gateway.delivery.channels import Outside
from gateway.delivery.courier import Courier
from gateway.delivery.problems import BACK_OFF, GiveUp, Problem, PutOff, refused, what_next
from gateway.services import Services
from gateway.store.schema import Case, CaseEvent, Delivery, DeliveryState, now
from tests.gateway.delivery.conftest import bring_all, make_due, rows
from tests.gateway.delivery.scripted import Sender, put_in


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture
def courier(parts: Services, sender: Sender) -> Courier:
    return Courier(parts, {"test": Outside(sender)})


@pytest.mark.parametrize(
    ("status", "state"),
    [(500, "waiting"), (503, "waiting"), (429, "waiting"), (408, "waiting"), (400, "failed"), (404, "failed"),
     (401, "failed"), (413, "failed"), (422, "failed")],
)  # fmt: skip
def test_the_answer_decides_between_another_try_and_giving_up(
    parts: Services, courier: Courier, sender: Sender, status: int, state: str
) -> None:
    put_in(parts)
    sender.problem = refused(status)
    bring_all(courier)
    (row,) = rows(parts)
    assert (row.state, row.problem, row.attempts) == (state, f"HTTP {status}", 1)
    assert (row.next_at > now()) is (state == "waiting")


def test_a_network_that_is_away_is_tried_again_with_longer_and_longer_pauses_and_then_fails(
    parts: Services, courier: Courier, sender: Sender
) -> None:
    put_in(parts)
    sender.problem = ConnectionError("mail.example.org refused someone@example.org")
    waits = []
    for _ in BACK_OFF:
        bring_all(courier)
        waits.append(rows(parts)[0].next_at - now())
        make_due(parts)
    for wait, agreed in zip(waits, BACK_OFF, strict=True):
        assert agreed - dt.timedelta(seconds=5) < wait <= agreed
    bring_all(courier)
    (row,) = rows(parts)
    assert (row.state, row.problem) == ("failed", "ConnectionError")
    with parts.database.transaction() as session:
        assert [failed.id for failed in failed_deliveries(session)] == [row.id]


def test_the_other_side_may_ask_for_a_longer_pause() -> None:
    moment = now()
    asked = what_next(refused(429, retry_after="600"), attempts=1, now=moment)
    assert asked.at == moment + dt.timedelta(seconds=600)
    for odd in ("Wed, 21 Oct 2026 07:28:00 GMT", "-1", "", "²"):
        assert what_next(refused(429, retry_after=odd), attempts=1, now=moment).at == moment + BACK_OFF[0]
    assert what_next(refused(503, retry_after="9" * 30), attempts=1, now=moment).at == moment + dt.timedelta(days=1)


def test_putting_off_is_not_an_attempt(parts: Services, courier: Courier, sender: Sender) -> None:
    put_in(parts)
    until = now() + dt.timedelta(hours=8)
    sender.problem = PutOff("quiet hours", until=until)
    bring_all(courier)
    (row,) = rows(parts)
    assert (row.state, row.attempts, row.next_at) == ("waiting", 0, until)


def test_what_failed_can_be_sent_again_once(parts: Services, courier: Courier, sender: Sender) -> None:
    put_in(parts)
    sender.problem = GiveUp("HTTP 404")
    bring_all(courier)
    sender.problem = None
    number = rows(parts)[0].id
    with parts.database.transaction() as session:
        assert send_again(session, number) is True
        assert send_again(session, number) is False
    bring_all(courier)
    assert sender.sent == ["k"]
    with parts.database.transaction() as session:
        assert failed_deliveries(session) == []
        assert send_again(session, number) is False
        assert send_again(session, 999) is False


def test_failures_are_listed_by_case_and_team(parts: Services, courier: Courier, sender: Sender, case: Case) -> None:
    put_in(parts, "with", case_id=case.id)
    put_in(parts, "without")
    sender.problem = GiveUp("HTTP 404")
    bring_all(courier)
    with parts.database.transaction() as session:
        assert {row.key for row in failed_deliveries(session)} == {"with", "without"}
        assert [row.key for row in failed_deliveries(session, case_id=case.id)] == ["with"]
        assert [row.key for row in failed_deliveries(session, team_id="genk-north")] == ["with"]
        assert failed_deliveries(session, team_id="another") == []


def test_a_channel_that_is_not_there_fails_visibly(parts: Services, courier: Courier) -> None:
    put_in(parts, channel="pigeon")
    bring_all(courier)
    assert [(row.state, row.problem) for row in rows(parts)] == [("failed", "no such channel")]


def test_what_goes_wrong_for_good_is_said_where_it_matters(parts: Services, case: Case) -> None:
    def refuse(services: Services, delivery: Delivery) -> str:
        raise GiveUp("HTTP 404")

    def say(session: Session, delivery: Delivery) -> None:
        session.add(CaseEvent(case_id=case.id, who="worker", what="not_brought"))

    put_in(parts)
    bring_all(Courier(parts, {"test": Outside(refuse, gone_wrong=say)}))
    with parts.database.transaction() as session:
        assert session.query(CaseEvent).filter_by(what="not_brought").count() == 1


def test_problems_are_short() -> None:
    assert len(Problem("x" * 500).reason) == 120
    assert what_next(GiveUp("x"), attempts=1, now=now()).state is DeliveryState.FAILED
