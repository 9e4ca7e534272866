"""What is too old is forgotten, in every table; the privacy page, the setting and the job say the same number."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from gateway.application import create_app
from gateway.delivery.outbox import enqueue
from gateway.services import Services
from gateway.settings import Settings
from gateway.store import retention
from gateway.store.cases import NewCase, newest_cases, open_case
from gateway.store.database import Database, StoreUnavailable
from gateway.store.retention import GOES_WITH, KEPT, RULES, DailyForgetting, forget_old, main
from gateway.store.schema import (
    AuditEntry,
    Base,
    Case,
    CaseEvent,
    CaseMessage,
    Conversation,
    Delivery,
    Proposal,
    Team,
    now,
)
from gateway.store.statistics import Kind, numbers
from tests.gateway.test_other_engines import postgres  # noqa: F401 (a fixture)

ROOT = Path(__file__).resolve().parents[2]


def ago(days: float) -> dt.datetime:
    """The moment `days` ago."""
    return now() - dt.timedelta(days=days)


def age(database: Database, days: int) -> None:
    """Make everything about residents in the store `days` old."""
    then = ago(days)
    with database.transaction() as session:
        session.execute(update(Conversation).values(seen_at=then))
        session.execute(update(Case).values(created_at=then, touched_at=then))
        session.execute(update(Delivery).values(created_at=then))


def opened(database: Database, key: str = "k", **more: str) -> Case:
    """A case."""
    new = NewCase(**{"channel": "web", "language": "nl", "question": "?", **more})
    return open_case(database, new, key=key, by="test")[0]


def closed(database: Database, case: Case, *, days: float | None) -> None:
    """It ended so long ago; None: nobody wrote down when."""
    at = None if days is None else ago(days)
    with database.transaction() as session:
        session.execute(update(Case).where(Case.id == case.id).values(state="resolved", closed_at=at))


def left(database: Database, model: type[Base]) -> int:
    """How many rows a table has."""
    with database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_every_table_has_a_rule_or_a_reason_to_stay() -> None:
    mapped = {mapper.class_ for mapper in Base.registry.mappers}
    assert mapped == {*RULES, *GOES_WITH, *KEPT}
    for part, whole in GOES_WITH.items():
        cascades = [key.ondelete for key in part.__table__.foreign_keys if key.column.table is whole.__table__]
        assert cascades == ["CASCADE"]


def test_old_conversations_go_and_recent_ones_stay(client: FlaskClient, parts: Services) -> None:
    old = client.post("/api/chat", json={"text": "hallo"}).json["conversation"]
    age(parts.database, 31)
    recent = client.post("/api/chat", json={"text": "hallo"}).json["conversation"]
    assert forget_old(parts.database, days=30, dry_run=True).conversations == 1
    assert client.get(f"/api/chat/{old}").status_code == 200
    assert forget_old(parts.database, days=30).conversations == 1
    assert client.get(f"/api/chat/{old}").status_code == 404
    assert client.get(f"/api/chat/{recent}").status_code == 200


def test_an_open_case_stays_with_its_conversation_and_is_mentioned(client: FlaskClient, parts: Services) -> None:
    talk = client.post("/api/chat", json={"text": "hallo"}).json["conversation"]
    opened(parts.database, conversation=talk)
    age(parts.database, 400)
    gone = forget_old(parts.database, days=30)
    assert (gone.cases, gone.conversations, gone.waiting) == (0, 0, 1)
    assert client.get(f"/api/chat/{talk}").status_code == 200


@pytest.mark.parametrize(("days", "goes"), [(29, 0), (31, 1), (None, 1)])
def test_a_case_goes_so_long_after_it_was_closed(parts: Services, days: float | None, goes: int) -> None:
    case = opened(parts.database)
    age(parts.database, 400)
    closed(parts.database, case, days=days)
    assert forget_old(parts.database, days=30).cases == goes
    with parts.database.transaction() as session:
        assert len(newest_cases(session)) == 1 - goes


def test_with_a_case_goes_all_that_belongs_to_it(parts: Services) -> None:
    case = opened(parts.database)
    with parts.database.transaction() as session:
        session.add(CaseMessage(case_id=case.id, sender="note", original="een notitie", language="nl"))
        enqueue(session, key="w", channel="notice", recipient="setting", body={}, case_id=case.id)
    closed(parts.database, case, days=31)
    forget_old(parts.database, days=30)
    assert [left(parts.database, model) for model in (Case, CaseEvent, CaseMessage, Delivery)] == [0, 0, 0, 0]


def test_what_was_delivered_goes_and_what_waits_stays(parts: Services) -> None:
    with parts.database.transaction() as session:
        for state in ("waiting", "sending", "sent", "failed"):
            enqueue(session, key=state, channel="chat", recipient="x", body={"text": "een woord"})
            session.execute(update(Delivery).where(Delivery.key == state).values(state=state))
    age(parts.database, 31)
    assert forget_old(parts.database, days=30).deliveries == 2
    with parts.database.transaction() as session:
        assert set(session.scalars(select(Delivery.state))) == {"waiting", "sending"}


def test_proposals_go_so_long_after_the_decision(parts: Services) -> None:
    with parts.database.transaction() as session:
        for question, at, decided in (("oud", 31, None), ("pas beslist", 90, 1), ("lang beslist", 90, 31)):
            decided_at = None if decided is None else ago(decided)
            session.add(
                Proposal(
                    problem="wrong", language="nl", question=question, made_by="x", at=ago(at), decided_at=decided_at
                )
            )
    assert forget_old(parts.database, days=30).proposals == 2
    with parts.database.transaction() as session:
        assert list(session.scalars(select(Proposal.question))) == ["pas beslist"]


def test_the_log_goes_but_who_looked_at_a_case_is_known_as_long_as_it_is_there(parts: Services) -> None:
    case = opened(parts.database)
    with parts.database.transaction() as session:
        session.add(AuditEntry(login="bridge-1", action="case_seen", subject=case.code, at=ago(31)))
        session.add(AuditEntry(login="bridge-1", action="signed_in", at=ago(31)))
        session.add(AuditEntry(login="bridge-1", action="signed_out", at=ago(29)))
    assert forget_old(parts.database, days=30).audit == 1
    closed(parts.database, case, days=31)
    assert forget_old(parts.database, days=30).audit == 1
    with parts.database.transaction() as session:
        assert list(session.scalars(select(AuditEntry.action))) == ["signed_out"]


def test_a_dry_run_counts_the_same_and_changes_nothing(client: FlaskClient, parts: Services) -> None:
    client.post("/api/chat", json={"text": "hallo"})
    case = opened(parts.database)
    age(parts.database, 31)
    closed(parts.database, case, days=31)
    with parts.database.transaction() as session:
        session.add(AuditEntry(login="bridge-1", action="signed_in", at=ago(31)))
    told = forget_old(parts.database, days=30, dry_run=True)
    assert (told.conversations, told.cases, told.audit) == (1, 1, 1)
    again = forget_old(parts.database, days=30)
    assert (again.conversations, again.cases, again.audit) == (1, 1, 1)


def test_more_than_one_batch_goes_at_once(parts: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    with parts.database.transaction() as session:
        session.add_all(AuditEntry(login="x", action="signed_in", at=ago(31)) for _ in range(7))
    assert forget_old(parts.database, days=30).audit == 7


def test_what_is_left_of_a_case_is_a_number(parts: Services) -> None:
    with parts.database.transaction() as session:
        session.add(Team(id="north", name="Team Noord", is_default_for=["genk"]))
    for key in ("a", "b", "c"):
        opened(parts.database, key, city="genk", topic="bulky-waste", question="een geheim", name="Zekiye")
    with parts.database.transaction() as session:
        session.execute(update(Case).values(created_at=dt.datetime(2026, 5, 31, 12, tzinfo=dt.UTC)))
        session.execute(update(Case).where(Case.idempotency_key != "c").values(state="resolved", closed_at=ago(31)))
    kind = Kind("2026-05", "genk", "nl", "web", "bulky-waste", "north", "resolved")
    with parts.database.transaction() as session:
        before = numbers(session)
    assert forget_old(parts.database, days=30).cases == 2
    with parts.database.transaction() as session:
        assert numbers(session) == before == {kind: 2, kind._replace(state="new"): 1}
    file = parts.settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as direct:
        kept = direct.execute("SELECT * FROM case_counts").fetchall()
    assert kept == [(*kind, 2)]


def test_two_at_once_count_each_case_once(postgres: Database) -> None:  # noqa: F811
    for number in range(12):
        closed(postgres, opened(postgres, f"k{number}"), days=31)
    with ThreadPoolExecutor(4) as pool:
        gone = list(pool.map(lambda _: forget_old(postgres, days=30).cases, range(4)))
    assert sum(gone) == 12
    with postgres.transaction() as session:
        assert sum(numbers(session).values()) == 12


def test_sounds_of_peoples_words_go_as_well(parts: Services) -> None:
    assert parts.audio is not None
    key = parts.audio.prepare("Dag Zekiye", "nl", published=False)
    ours = parts.audio.prepare("Dag", "nl")
    forget_old(parts.database, days=30, audio=parts.audio)
    assert parts.audio.open(key) is not None
    forget_old(parts.database, days=0, audio=parts.audio)
    assert parts.audio.open(key) is None
    assert parts.audio.open(ours) is not None


def test_the_worker_forgets_when_it_begins_and_once_a_day(
    client: FlaskClient, parts: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    chore, clock = DailyForgetting(), [100_000.0]
    monkeypatch.setattr(retention.time, "monotonic", lambda: clock[0])
    for hours, still_there in ((0, 0), (23, 1), (25, 0)):
        client.post("/api/chat", json={"text": "hallo"})
        age(parts.database, parts.settings.retention_days + 1)
        clock[0] = 100_000.0 + hours * 3600
        chore(parts)
        assert left(parts.database, Conversation) == still_there


def test_the_worker_tries_again_when_the_database_was_away(parts: Services) -> None:
    chore = DailyForgetting()
    holder = sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    with parts.database.transaction() as session:
        session.add(AuditEntry(login="x", action="signed_in", at=ago(400)))
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable):
        chore(parts)
    holder.execute("ROLLBACK")
    holder.close()
    chore(parts)
    assert left(parts.database, AuditEntry) == 0


@pytest.mark.parametrize("days", [77, 12])
def test_the_page_the_setting_and_the_job_say_the_same_number(
    days: int,
    settings: Settings,
    parts: Services,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed = settings.model_copy(update={"retention_days": days})
    browser = create_app(changed, dataclasses.replace(parts, settings=changed)).test_client()
    for language in ("nl", "tr", "ar"):
        page = re.sub(r"<[^>]*>", "", browser.get(f"/privacy?language={language}").get_data(as_text=True))
        assert re.findall(r"\d+", page) == [str(days)] * 2
    for seen in (days - 0.1, days + 0.1):
        talk = browser.post("/api/chat", json={"text": "hallo"}).json["conversation"]
        with parts.database.transaction() as session:
            session.execute(update(Conversation).where(Conversation.id == talk).values(seen_at=ago(seen)))
    for name, value in (("RETENTION_DAYS", days), ("DATABASE_URL", settings.database_url), ("VOICE", "none")):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("VAR_FOLDER", str(settings.var_folder))
    assert main(["--dry-run"]) == 0
    assert main([]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(f"would forget what is older than {days} days: 1 conversations")
    assert told[1].startswith(f"forgot what is older than {days} days: 1 conversations")
    assert left(parts.database, Conversation) == 1


def test_the_documents_name_the_default_of_the_setting() -> None:
    default = Settings.model_fields["retention_days"].default
    assert f"`RETENTION_DAYS` | `{default}`" in (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert f"RETENTION_DAYS={default}" in (ROOT / ".env.example").read_text("utf-8")
    told = (ROOT / "docs" / "privacy.md").read_text("utf-8")
    assert "`RETENTION_DAYS`" in told
    unnamed = [table for table in Base.metadata.tables if f"`{table}`" not in told]
    assert unnamed == []


def test_a_database_that_is_away_is_a_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/nothing")
    monkeypatch.setenv("VAR_FOLDER", str(tmp_path))
    assert main([]) == 1
    assert capsys.readouterr().err.strip()
