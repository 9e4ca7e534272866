"""Cases, staff and couriers for tests of delivery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.schema import Case, Delivery, StaffMember, Team, now
from tests.standins.mail import MailServer, running_mail_server
from tests.standins.webhook_receiver import WebhookReceiver, running_webhook_receiver


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server of this test's own."""
    with running_mail_server() as server:
        yield server


@pytest.fixture
def webhook() -> Iterator[WebhookReceiver]:
    """A receiver of webhooks of this test's own."""
    with running_webhook_receiver() as receiver:
        yield receiver


@pytest.fixture
def courier(parts: Services) -> Courier:
    """Brings over the real channels."""
    return Courier(parts, all_channels())


@pytest.fixture
def case(parts: Services) -> Case:
    """A case of the team "genk-north", whose announcements so far are forgotten."""
    with parts.database.transaction() as session:
        session.add(Team(id="genk-north", name="Team Noord", notify_urls=[], active=True))
    made, _ = open_case(parts.database, NewCase(channel="web", language="tr", question="su?"), key="k", by="test")
    with parts.database.transaction() as session:
        session.execute(update(Case).where(Case.id == made.id).values(team_id="genk-north"))
        for row in session.scalars(select(Delivery)):
            session.delete(row)
        return session.get_one(Case, made.id, populate_existing=True)


@pytest.fixture
def add_member(parts: Services) -> Callable[..., int]:
    """Makes people of the team and gives their number."""

    def add(login: str, **values: Any) -> int:
        chosen = {"team_id": "genk-north", "role": "bridge", "password_hash": "-", "active": True, **values}
        with parts.database.transaction() as session:
            member = StaffMember(login=login, **chosen)
            session.add(member)
            session.flush()
            return member.id

    return add


def bring_all(courier: Courier, *, rounds: int = 5) -> None:
    """Bring what is due until nothing is, as the worker does in some seconds."""
    for _ in range(rounds):
        numbers = courier.due()
        if not numbers:
            return
        for number in numbers:
            courier.bring(number)


def make_due(parts: Services) -> None:
    """As if the time until the next attempt had passed."""
    with parts.database.transaction() as session:
        session.execute(update(Delivery).where(Delivery.state == "waiting").values(next_at=now()))


def rows(parts: Services, **chosen: Any) -> list[Delivery]:
    """The deliveries with these values, oldest first."""
    with parts.database.transaction() as session:
        return list(session.scalars(select(Delivery).filter_by(**chosen).order_by(Delivery.id)))
