"""What Meta reports about a message of ours puts its delivery right, in whatever order it comes."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from gateway.delivery import states
from gateway.delivery.courier import Courier
from gateway.delivery.outbox import failed_deliveries, send_again
from gateway.services import Services
from gateway.store.schema import Delivery, WhatsAppContact, WhatsAppStatus, now
from gateway.whatsapp.arriving import keep_reports
from gateway.whatsapp.ids import kept_id
from gateway.whatsapp.received import Report
from tests.gateway.delivery.conftest import bring_all
from tests.gateway.whatsapp.phone import NUMBER, Resident
from tests.gateway.whatsapp.talks import known, on_the_way, tells
from tests.standins.graph.sending import report
from tests.standins.graph.state import Graph


@pytest.fixture
def contact(parts: Services, graph: Graph) -> WhatsAppContact:
    """Someone who has just written, as we and Meta know."""
    graph.phone(NUMBER).says("dag")
    return known(parts)


def reported(parts: Services, state: str, *, name: str = "wamid.A", code: int | None = None, key: str = "") -> int:
    """This is reported; how many reports told something new."""
    with parts.database.transaction() as session:
        told = Report(message_id=name, state=state, at=now(), code=code, tracker=key or None)
        return keep_reports(session, [told])


def put(parts: Services, delivery: Delivery, **values: object) -> None:
    """The delivery is like this now."""
    with parts.database.transaction() as session:
        session.execute(update(Delivery).where(Delivery.id == delivery.id).values(**values))


def test_the_report_of_the_phone_reaches_the_delivery(
    parts: Services, courier: Courier, graph: Graph, resident: Resident, contact: WhatsAppContact
) -> None:
    tells(parts, contact, "Dag")
    bring_all(courier)
    for state in ("delivered", "sent", "read"):
        report(graph, graph.sent[-1], state)
    graph.wait_for(lambda: graph.sent[-1].state == "read")

    def furthest() -> bool:
        with parts.database.transaction() as session:
            status = session.get(WhatsAppStatus, on_the_way(parts)[-1].provider_id)
            return status is not None and status.state == "read"

    graph.wait_for(furthest)
    assert on_the_way(parts)[-1].state == "sent"


def test_a_failure_that_is_reported_later_is_a_failed_delivery_that_can_be_sent_again(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact
) -> None:
    tells(parts, contact, "Dag")
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert reported(parts, "failed", name=graph.sent[0].id, code=131047, key=row.key) == 1
    with parts.database.transaction() as session:
        (failed,) = failed_deliveries(session)
        assert (failed.id, failed.problem) == (row.id, "131047")
        assert send_again(session, row.id)
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.provider_id, len(graph.sent)) == ("sent", kept_id(graph.sent[1].id), 2)


def test_a_failure_reported_before_the_sending_is_noted_stays_a_failure(
    parts: Services, contact: WhatsAppContact
) -> None:
    tells(parts, contact, "Dag")
    (row,) = on_the_way(parts)
    put(parts, row, state="sending", attempts=1, taken_at=now())
    reported(parts, "failed", code=131026, key=row.key)
    with parts.database.transaction() as session:
        states.note_sent(session, row.id, provider_id=kept_id("wamid.A"))
    (row,) = on_the_way(parts)
    assert (row.state, row.problem) == ("failed", "131026")


def test_a_report_of_an_earlier_try_does_not_speak_for_the_next(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact
) -> None:
    tells(parts, contact, "Dag")
    bring_all(courier)
    (row,) = on_the_way(parts)
    first = graph.sent[0].id
    reported(parts, "failed", name=first, code=131026, key=row.key)
    with parts.database.transaction() as session:
        send_again(session, row.id)
    put(parts, row, state="sending", attempts=1, taken_at=now())
    assert reported(parts, "failed", name=first, code=131026, key=row.key) == 0
    assert on_the_way(parts)[0].state == "sending"


@pytest.mark.parametrize("state", ["sent", "delivered", "read"])
def test_a_message_whose_worker_died_is_not_sent_again_once_meta_has_it(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact, state: str
) -> None:
    tells(parts, contact, "Dag")
    (row,) = on_the_way(parts)
    put(parts, row, state="sending", attempts=1, taken_at=now())
    reported(parts, state, key=row.key)
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.provider_id, graph.sent) == ("sent", kept_id("wamid.A"), [])


def test_what_was_never_tried_is_not_called_sent(parts: Services, contact: WhatsAppContact) -> None:
    tells(parts, contact, "Dag")
    (row,) = on_the_way(parts)
    reported(parts, "read", key=row.key)
    assert on_the_way(parts)[0].state == "waiting"


def test_reports_about_what_is_not_ours_change_no_delivery(parts: Services, contact: WhatsAppContact) -> None:
    tells(parts, contact, "Dag")
    reported(parts, "failed", code=131026, key="notice:1")
    reported(parts, "failed", name="wamid.B", code=None)
    assert on_the_way(parts)[0].state == "waiting"
