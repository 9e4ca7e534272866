"""When Meta refuses all our messages the admins hear it, once, and see it until a message gets through again."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from gateway.admin.attention import MENDED_BY
from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.store.schema import StaffMember, WhatsAppContact
from gateway.whatsapp.alarm import CODES, concerns_admins, kind_of, refused_with
from tests.gateway.delivery.conftest import bring_all, rows
from tests.gateway.delivery.telling import with_setting
from tests.gateway.whatsapp.phone import NUMBER
from tests.gateway.whatsapp.talks import known, tells
from tests.standins.graph.state import Graph
from tests.standins.webhook_receiver import WebhookReceiver, running_webhook_receiver


@pytest.fixture
def contact(parts: Services, graph: Graph) -> WhatsAppContact:
    """Someone who has just written; an admin and somebody else work here."""
    with parts.database.transaction() as session:
        session.add(StaffMember(login="admin-1", password_hash="x", role="admin"))
        session.add(StaffMember(login="bridge-1", password_hash="x", role="bridge"))
    graph.phone(NUMBER).says("dag")
    return known(parts)


@pytest.fixture
def webhook() -> Iterator[WebhookReceiver]:
    """Where NOTIFY_URLS leads."""
    with running_webhook_receiver() as receiver:
        yield receiver


def announced(parts: Services) -> list[str]:
    return [row.recipient for row in rows(parts, channel="announce") if row.body["event"] == "whatsapp_refused"]


def test_an_expired_token_is_told_to_admins_once_until_a_message_gets_through(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact
) -> None:
    graph.account.token_expired = True
    for text in ("Een", "Twee", "Drie"):
        tells(parts, contact, text)
    bring_all(courier)
    assert announced(parts) == ["setting", "staff:1"]
    graph.account.token_expired = False
    tells(parts, contact, "Vier")
    bring_all(courier)
    graph.account.token_expired = True
    tells(parts, contact, "Vijf")
    bring_all(courier)
    assert announced(parts) == ["setting", "staff:1"] * 2


def test_the_notice_names_no_resident_and_leads_to_the_admins_page(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact, webhook: WebhookReceiver
) -> None:
    with_setting(parts, webhook.address())
    graph.account.token_expired = True
    tells(parts, contact, "Een geheim")
    bring_all(courier)
    (posted,) = webhook.posted
    assert "WhatsApp werkt niet" in str(posted)
    assert f"{parts.settings.public_url}/admin" in str(posted)
    assert not any(secret in str(posted) for secret in ("geheim", NUMBER, contact.number_hash))


def test_what_concerns_one_resident_alarms_nobody(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact
) -> None:
    graph.behaviour.refusals.extend([131026, 131047, 100, 131056])
    for text in ("Een", "Twee", "Drie", "Vier"):
        tells(parts, contact, text)
    bring_all(courier)
    assert announced(parts) == []


def test_it_stands_on_the_admins_page_until_a_message_gets_through(
    parts: Services, courier: Courier, graph: Graph, contact: WhatsAppContact, client: FlaskClient
) -> None:
    graph.account.token_expired = True
    tells(parts, contact, "Een")
    bring_all(courier)
    with parts.database.transaction() as session:
        assert refused_with(session) == 190
    assert "WHATSAPP_TOKEN" in admins_page(client)
    graph.account.token_expired = False
    tells(parts, contact, "Twee")
    bring_all(courier)
    assert "WHATSAPP_TOKEN" not in admins_page(client)


def admins_page(client: FlaskClient) -> str:
    """What the admin reads on the first page."""
    with client.session_transaction() as session:
        with client.application.extensions["services"].database.transaction() as store:
            admin = store.query(StaffMember).filter_by(login="admin-1").one()
        session["_user_id"] = f"{admin.id}:{admin.session_mark}"
        session.update(signed_in_at=int(time.time()), active_at=int(time.time()), way="password")
    answer = client.get("/admin")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_code_for_admins_says_what_to_mend() -> None:
    for kind, codes in CODES.items():
        assert MENDED_BY[kind]
        assert all(kind_of(code) is kind and concerns_admins(code) for code in codes)
    assert not concerns_admins(131026)
    assert not concerns_admins(None)
