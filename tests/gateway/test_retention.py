"""What is too old is forgotten, and the privacy page says the same number."""

from __future__ import annotations

import dataclasses
import datetime as dt

from flask.testing import FlaskClient
from sqlalchemy import update

from gateway.application import create_app
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.cases import NewCase, newest_cases, open_case
from gateway.store.retention import forget_old
from gateway.store.schema import Case, Conversation, now


def age(parts: Services, days: int) -> None:
    """Make everything in the store `days` old."""
    then = now() - dt.timedelta(days=days)
    with parts.database.transaction() as session:
        session.execute(update(Conversation).values(seen_at=then))
        session.execute(update(Case).values(created_at=then))


def test_old_conversations_go_and_recent_ones_stay(client: FlaskClient, parts: Services) -> None:
    old = client.post("/api/chat", json={"text": "hallo"}).json["conversation"]
    age(parts, 31)
    recent = client.post("/api/chat", json={"text": "hallo"}).json["conversation"]
    assert forget_old(parts.database, days=30, dry_run=True).conversations == 1
    assert client.get(f"/api/chat/{old}").status_code == 200
    assert forget_old(parts.database, days=30).conversations == 1
    assert client.get(f"/api/chat/{old}").status_code == 404
    assert client.get(f"/api/chat/{recent}").status_code == 200


def test_an_open_case_is_never_forgotten(parts: Services) -> None:
    case, _ = open_case(parts.database, NewCase(channel="web", language="nl", question="?"), key="k", by="test")
    age(parts, 400)
    assert forget_old(parts.database, days=30).cases == 0
    with parts.database.transaction() as session:
        session.execute(update(Case).values(state="resolved"))
    assert forget_old(parts.database, days=30).cases == 1
    with parts.database.transaction() as session:
        assert not newest_cases(session)
    assert case.code


def test_the_privacy_page_quotes_the_setting(settings: Settings, parts: Services) -> None:
    changed = settings.model_copy(update={"retention_days": 77})
    app = create_app(changed, dataclasses.replace(parts, settings=changed))
    for language in ("nl", "tr", "ar"):
        assert "77" in app.test_client().get(f"/privacy?language={language}").get_data(as_text=True)
