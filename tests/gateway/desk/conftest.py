"""A helper at the desk, alone or in a real browser."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from civic.content.load import Content
from gateway.desk import live
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.staff import set_password
from tests.gateway.bridge.conftest import Bridge, make_bridge
from tests.gateway.desk.browsing import PASSWORD
from tests.gateway.desk.working import CardRasa, Desk, with_helpers
from tests.serving import served


@pytest.fixture
def rasa(content: Content) -> CardRasa:
    """Answers with cards."""
    return CardRasa(content)


@pytest.fixture
def bridge(settings: Settings, parts: Services) -> Bridge:
    """Two teams and their people, the desk's helper, and no number of ours on WhatsApp."""
    return with_helpers(make_bridge(settings, parts))


@pytest.fixture
def desk(bridge: Bridge) -> Desk:
    """A helper."""
    return Desk(bridge, bridge.members["desk-1"])


@pytest.fixture
def on_whatsapp(settings: Settings, parts: Services) -> Desk:
    """A helper where residents can write to us over WhatsApp."""
    settings = settings.model_copy(
        update={"whatsapp_number": "+32 470 00 00 01", "public_url": "https://wiedoetwat.test"}
    )
    bridge = with_helpers(make_bridge(settings, dataclasses.replace(parts, settings=settings)))
    return Desk(bridge, bridge.members["desk-1"])


@pytest.fixture
def address(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the desk is served; streams are short, so that the server can stop."""
    monkeypatch.setattr(live, "STREAM_SECONDS", 3)
    monkeypatch.setattr(live, "POLL_SECONDS", 0.2)
    app = bridge.client.application
    app.config.update(WTF_CSRF_ENABLED=True, TESTING=False)
    with bridge.parts.database.transaction() as session:
        set_password(session, session.merge(bridge.members["desk-1"]), PASSWORD)
    with served(app) as url:
        yield url
