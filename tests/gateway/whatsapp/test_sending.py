"""Sending to a phone: what is tried again, what is not, and that nothing goes out twice."""

from __future__ import annotations

import datetime as dt
import logging
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import update

from gateway.clients.whatsapp import GraphError, WhatsAppClient
from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.delivery.outbox import send_again
from gateway.delivery.problems import GiveUp, TryLater
from gateway.services import Services
from gateway.store.database import Database
from gateway.store.schema import Delivery, WhatsAppContact, now
from gateway.whatsapp import sending
from gateway.whatsapp.arriving import keep_reports
from gateway.whatsapp.ids import kept_id
from gateway.whatsapp.received import Report
from tests.gateway.delivery.conftest import bring_all, make_due
from tests.gateway.whatsapp.phone import NUMBER
from tests.gateway.whatsapp.talks import known, on_the_way, tells
from tests.standins.graph.state import Graph


@pytest.fixture
def contact(parts: Services, graph: Graph) -> WhatsAppContact:
    """Someone who has just written, as we and Meta know."""
    graph.phone(NUMBER).says("dag")
    return known(parts)


@pytest.mark.parametrize("code", [4, 80007, 130429, 131056, 131000, 131016, 2])
def test_what_may_work_later_is_tried_later(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact, code: int
) -> None:
    graph.behaviour.refusals.append(code)
    tells(parts, contact, "Dag")
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.attempts, row.problem) == ("waiting", 1, str(code))
    assert row.next_at > now()
    make_due(parts)
    bring_all(courier)
    assert [sent.text for sent in graph.sent_to(NUMBER)] == ["Dag"]


@pytest.mark.parametrize("code", [131047, 131026, 190, 100, 131009, 131031, 10, 131048])
def test_what_will_never_work_is_not_tried_again(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact, code: int
) -> None:
    graph.behaviour.refusals.append(code)
    tells(parts, contact, "Dag")
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.attempts, row.problem) == ("failed", 1, str(code))
    make_due(parts)
    bring_all(courier)
    assert graph.sent == []


def test_what_failed_can_be_sent_again_by_staff(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact
) -> None:
    graph.behaviour.refusals.append(131026)
    tells(parts, contact, "Dag")
    bring_all(courier)
    with parts.database.transaction() as session:
        assert send_again(session, on_the_way(parts)[0].id)
    bring_all(courier)
    assert [sent.text for sent in graph.sent_to(NUMBER)] == ["Dag"]


def test_nothing_overtakes_a_message_that_is_tried_again(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact
) -> None:
    graph.behaviour.refusals.append(131056)
    tells(parts, contact, "Een")
    tells(parts, contact, "Twee")
    bring_all(courier)
    assert graph.sent == []
    make_due(parts)
    bring_all(courier)
    assert [sent.text for sent in graph.sent_to(NUMBER)] == ["Een", "Twee"]


def test_the_wait_that_meta_asks_for_is_kept() -> None:
    problem = sending.problem_of(GraphError("130429", code=130429, status=429, retry_after="600"))
    assert isinstance(problem, TryLater)
    assert problem.after == dt.timedelta(minutes=10)


def test_no_network_is_tried_later() -> None:
    assert isinstance(sending.problem_of(GraphError("ConnectTimeout")), TryLater)
    assert isinstance(sending.problem_of(GraphError("HTTP 503", status=503)), TryLater)
    assert isinstance(sending.problem_of(GraphError("HTTP 404", status=404)), GiveUp)


def test_the_hash_of_whatsapps_id_is_kept_and_not_the_id(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact
) -> None:
    tells(parts, contact, "Dag")
    bring_all(courier)
    assert on_the_way(parts)[0].provider_id == kept_id(graph.sent[0].id)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"sealed_number": None, "stopped_at": now()}, sending.STOPPED),
        ({"sealed_number": "sealed with another key"}, sending.UNREADABLE),
    ],
)
def test_who_cannot_be_written_to_is_not(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact, values: dict[str, object], problem: str
) -> None:
    tells(parts, contact, "Dag")
    with parts.database.transaction() as session:
        session.execute(update(WhatsAppContact).values(**values))
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.problem, graph.sent) == ("failed", problem, [])


def test_who_is_forgotten_is_not_written_to(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact
) -> None:
    tells(parts, contact, "Dag")
    with parts.database.transaction() as session:
        session.delete(session.get_one(WhatsAppContact, contact.number_hash))
    bring_all(courier)
    assert (on_the_way(parts)[0].problem, graph.sent) == (sending.GONE, [])


def test_without_whatsapp_what_still_waits_fails_and_says_so(parts: Services, contact: WhatsAppContact) -> None:
    tells(parts, contact, "Dag")
    object.__setattr__(parts, "settings", parts.settings.model_copy(update={"whatsapp_token": ""}))
    bring_all(Courier(parts, all_channels()))
    assert on_the_way(parts)[0].problem == sending.OFF


def test_two_workers_of_two_gateways_send_nothing_twice_and_keep_each_order(parts: Services, graph: Graph) -> None:
    numbers = [f"3247000000{number}" for number in range(4)]
    for number in numbers:
        graph.phone(number).says("dag")
        contact = known(parts, number=number)
        for count in range(6):
            tells(parts, contact, f"{number} {count}")
    graph.behaviour.delay_seconds = 0.01
    object.__setattr__(parts, "settings", parts.settings.model_copy(update={"whatsapp_messages_per_second": 500}))
    other = Services(**{**vars_of(parts), "database": Database(parts.settings.database_url)})
    couriers = [Courier(each, all_channels()) for each in (parts, parts, other, other)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda courier: bring_all(courier, rounds=60), couriers))
    bring_all(couriers[0], rounds=60)
    for number in numbers:
        assert [sent.text for sent in graph.sent_to(number)] == [f"{number} {count}" for count in range(6)]


def vars_of(parts: Services) -> dict[str, object]:
    """The fields of the services, without what they made of them."""
    return {name: getattr(parts, name) for name in Services.__dataclass_fields__}


def test_an_answer_that_gets_lost_is_made_good_by_metas_report(parts: Services, contact: WhatsAppContact) -> None:
    """The message was taken, the connection broke: the next attempt would send it twice."""
    taken: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        taken.append("once")
        raise httpx.ReadTimeout("lost")

    object.__setattr__(parts, "whatsapp", WhatsAppClient(parts.settings, transport=httpx.MockTransport(answer)))
    courier = Courier(parts, all_channels())
    tells(parts, contact, "Dag")
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.problem) == ("waiting", "ReadTimeout")
    with parts.database.transaction() as session:
        keep_reports(session, [Report(message_id="wamid.A", state="delivered", at=now(), tracker=row.key)])
    make_due(parts)
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.provider_id, taken) == ("sent", kept_id("wamid.A"), ["once"])


def test_the_log_holds_ids_and_states_and_no_number(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact, caplog: pytest.LogCaptureFixture
) -> None:
    graph.behaviour.refusals.append(131026)
    with caplog.at_level(logging.DEBUG):
        tells(parts, contact, "Een geheim")
        tells(parts, contact, "Nog een geheim")
        bring_all(courier)
    assert "graph send outcome=131026" in caplog.text
    assert not any(secret in caplog.text for secret in (NUMBER, "geheim", contact.number_hash, graph.sent[0].id))


def test_sent_is_the_state_of_all_that_arrived(parts: Services, courier: Courier, contact: WhatsAppContact) -> None:
    tells(parts, contact, "Dag")
    bring_all(courier)
    with parts.database.transaction() as session:
        assert {row.state for row in session.query(Delivery).filter_by(channel="whatsapp")} == {"sent"}
