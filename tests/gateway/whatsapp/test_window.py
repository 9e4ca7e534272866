"""After 24 hours without a word of theirs a resident is invited once; what was to be sent waits for their answer."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.store.schema import Delivery, WhatsAppContact, now
from gateway.whatsapp import window
from tests.gateway.delivery.conftest import bring_all, make_due
from tests.gateway.whatsapp.phone import NUMBER, Resident
from tests.gateway.whatsapp.talks import known, now_is, on_the_way, tells, wrote
from tests.standins.graph.account import INVITATION
from tests.standins.graph.state import Graph

DAY = dt.timedelta(hours=24)


def kinds(graph: Graph) -> list[str]:
    """What went out, by type."""
    return [sent.type for sent in graph.sent_to(NUMBER)]


@pytest.mark.parametrize(
    ("ago", "is_open"),
    [
        (dt.timedelta(), True),
        (DAY - dt.timedelta(minutes=2), True),
        (DAY - dt.timedelta(seconds=30), False),
        (DAY, False),
    ],
)
def test_it_closes_a_little_before_meta_closes_it(ago: dt.timedelta, is_open: bool) -> None:
    at = now()
    assert window.is_open(WhatsAppContact(number_hash="x", heard_at=at - ago), at) is is_open
    assert not window.is_open(WhatsAppContact(number_hash="x", heard_at=None), at)


@pytest.mark.parametrize("ago", [dt.timedelta(hours=25), None])
def test_what_comes_too_late_waits_and_an_invitation_goes_out(
    parts: Services, courier: Courier, graph: Graph, ago: dt.timedelta | None
) -> None:
    contact = known(parts, wrote=ago, language="tr")
    tells(parts, contact, "Merhaba")
    bring_all(courier)
    (sent,) = graph.sent_to(NUMBER)
    assert sent.message["template"] == {"name": INVITATION, "language": {"code": "tr"}}
    (row,) = on_the_way(parts)
    assert (row.state, row.attempts, row.problem) == ("waiting", 0, window.HELD)
    assert now_is(parts, contact).invited_at is not None


def test_they_are_invited_once_however_much_waits(parts: Services, courier: Courier, graph: Graph) -> None:
    contact = known(parts, wrote=dt.timedelta(hours=30))
    for text in ("Een", "Twee", "Drie"):
        tells(parts, contact, text)
        bring_all(courier)
        make_due(parts)
    bring_all(courier)
    assert kinds(graph) == ["template"]
    assert [row.problem for row in on_the_way(parts)] == [window.HELD] * 3


def test_when_they_answer_everything_goes_in_its_order_before_what_is_new(
    parts: Services, graph: Graph, resident: Resident, courier: Courier
) -> None:
    contact = known(parts, wrote=dt.timedelta(hours=30))
    for text in ("Een", "Twee"):
        tells(parts, contact, text)
    bring_all(courier)
    told = resident.says("wie haalt mijn vuilnis op?")
    assert [sent.text for sent in told][:2] == ["Een", "Twee"]
    assert len(told) > 2
    assert now_is(parts, contact).invited_at is None


def test_a_second_silence_is_a_second_invitation(
    parts: Services, graph: Graph, resident: Resident, courier: Courier
) -> None:
    contact = known(parts, wrote=dt.timedelta(hours=30))
    tells(parts, contact, "Een")
    bring_all(courier)
    resident.says("ja")
    with parts.database.transaction() as session:
        wrote(session, contact, ago=dt.timedelta(hours=26))
    tells(parts, contact, "Twee")
    bring_all(courier)
    assert kinds(graph).count("template") == 2


def test_an_answer_that_comes_while_a_message_is_put_off_is_found_at_the_next_look(
    parts: Services, courier: Courier, graph: Graph
) -> None:
    contact = known(parts, wrote=dt.timedelta(hours=30))
    tells(parts, contact, "Een")
    bring_all(courier)
    graph.phone(NUMBER).says("ja")
    with parts.database.transaction() as session:  # heard, but nothing let go
        wrote(session, contact)
    tells(parts, contact, "Twee")
    bring_all(courier)
    with parts.database.transaction() as session:
        session.execute(update(Delivery).where(Delivery.state == "waiting").values(next_at=now()))
    bring_all(courier)
    assert [sent.text for sent in graph.sent_to(NUMBER) if sent.type == "text"] == ["Een", "Twee"]


def test_without_a_template_it_waits_all_the_same_and_says_so(parts: Services, courier: Courier, graph: Graph) -> None:
    object.__setattr__(parts, "settings", parts.settings.model_copy(update={"whatsapp_templates": ""}))
    contact = known(parts, wrote=None)
    tells(parts, contact, "Dag")
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.problem) == ("waiting", window.HELD_WITHOUT_TEMPLATE)
    assert graph.sent == []
    graph.phone(NUMBER).says("dag")
    with parts.database.transaction() as session:
        assert window.heard(session, wrote(session, contact)) == 1
    bring_all(courier)
    assert kinds(graph) == ["text"]


def test_what_nobody_asked_for_in_two_weeks_fails_and_says_why(parts: Services, courier: Courier) -> None:
    contact = known(parts, wrote=None)
    tells(parts, contact, "Dag")
    with parts.database.transaction() as session:
        session.execute(update(Delivery).values(created_at=now() - dt.timedelta(days=15)))
    bring_all(courier)
    (row,) = on_the_way(parts)
    assert (row.state, row.problem) == ("failed", window.NOT_ANSWERED)


def test_an_invitation_is_not_sent_to_who_wrote_meanwhile(parts: Services, courier: Courier, graph: Graph) -> None:
    contact = known(parts, wrote=None)
    tells(parts, contact, "Dag")
    courier.bring(courier.due()[0])
    graph.phone(NUMBER).says("dag")
    with parts.database.transaction() as session:
        window.heard(session, wrote(session, contact))
    bring_all(courier)
    assert kinds(graph) == ["text"]
    (invitation,) = on_the_way(parts, "wa-invite")
    assert (invitation.state, invitation.provider_id) == ("sent", None)


def test_a_message_held_at_its_second_attempt_does_not_hold_up_the_invitation(
    parts: Services, courier: Courier, graph: Graph
) -> None:
    contact = known(parts)
    graph.behaviour.refusals.append(131016)
    tells(parts, contact, "Dag")
    bring_all(courier)
    with parts.database.transaction() as session:
        wrote(session, contact, ago=dt.timedelta(hours=25))
    make_due(parts)
    bring_all(courier)
    assert kinds(graph) == ["template"]


def test_a_template_that_meta_does_not_know_is_a_failure_to_see(
    parts: Services, courier: Courier, graph: Graph
) -> None:
    graph.account.templates.clear()
    contact = known(parts, wrote=None)
    tells(parts, contact, "Dag")
    bring_all(courier)
    (invitation,) = on_the_way(parts, "wa-invite")
    assert (invitation.state, invitation.problem) == ("failed", "132001")
