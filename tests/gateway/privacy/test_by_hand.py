"""What someone at the desk does for a resident who asks: give everything that is kept, or erase it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.settings import Settings
from gateway.store.privacy import main
from gateway.store.schema import (
    AuditEntry,
    Case,
    Conversation,
    Proposal,
)
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.privacy.conftest import NAME, PHONE, SECRET, traces


def command(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[..., int]:
    """Runs the command as on the command line."""
    for name, value in (("DATABASE_URL", settings.database_url), ("VAR_FOLDER", settings.var_folder)):
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("VOICE", "espeak")
    monkeypatch.setenv("SECRET_KEY", settings.secret_key)
    return lambda *arguments: main(list(arguments))


@pytest.mark.parametrize("by", ["code", "conversation"])
def test_export_gives_everything_and_no_logins(
    bridge: Bridge,
    told: Case,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    by: str,
) -> None:
    with bridge.parts.database.transaction() as session:
        session.add(AuditEntry(login="bridge-1", action="case_seen", subject=told.code))
    key = told.code.lower() if by == "code" else str(told.conversation_id)
    assert command(monkeypatch, settings)("export", key) == 0
    kept = json.loads(capsys.readouterr().out)
    (case,), (talk,) = kept["cases"], kept["conversations"]
    assert (case["code"], case["name"], case["phone"], case["team"]) == (told.code, NAME, PHONE, "Team Noord")
    assert [m["sender"] for m in case["messages"]] == ["resident", "staff", "resident", "note"]
    assert SECRET in str(talk["messages"])
    assert [(row["channel"], row["body"]) for row in case["deliveries"]] == [("whatsapp", {"text": SECRET})]
    assert [contact["number"] for contact in kept["whatsapp"]] == [PHONE]
    (proposal,) = case["proposals"]
    assert all(SECRET in proposal[field] for field in ("question", "remark", "reason"))
    assert kept["proposals"] == []
    assert {"who": "Medewerker Een, Team Noord", "what": "case_seen"}.items() <= case["looked_at"][0].items()
    assert "bridge-1" not in json.dumps(kept)


def test_what_was_proposed_is_found_and_goes_also_when_the_case_is_gone(
    bridge: Bridge,
    told: Case,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with bridge.parts.database.transaction() as session:
        session.delete(session.get_one(Case, told.id))
    run = command(monkeypatch, settings)
    assert run("export", told.code) == 0
    (proposal,) = json.loads(capsys.readouterr().out)["proposals"]
    assert all(SECRET in proposal[field] for field in ("question", "remark", "reason"))
    assert run("erase", told.code) == 0
    with bridge.parts.database.transaction() as session:
        assert list(session.scalars(select(Proposal))) == []
    assert run("export", told.code) == 1


def test_export_to_a_file_is_for_its_maker_only(
    bridge: Bridge,
    told: Case,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    run = command(monkeypatch, settings)
    file = tmp_path / "kept.json"
    assert run("export", told.code, "--to", str(file)) == 0
    assert file.stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text("utf-8"))["cases"][0]["code"] == told.code
    assert run("export", told.code, "--to", str(file)) == 1  # never over something else


@pytest.mark.parametrize("by", ["code", "conversation"])
def test_erase_by_hand_does_the_same_and_is_in_the_log(
    bridge: Bridge,
    told: Case,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    by: str,
) -> None:
    run = command(monkeypatch, settings)
    key = told.code if by == "code" else str(told.conversation_id)
    assert run("erase", key, "--dry-run") == 0
    assert traces(settings) != []
    assert run("erase", key) == 0
    assert traces(settings) == []
    told_lines = capsys.readouterr().out.splitlines()
    assert told_lines == [
        f"would erase 1 conversations and the words in 1 cases ({told.code})",
        f"erased 1 conversations and the words in 1 cases ({told.code})",
    ]
    with bridge.parts.database.transaction() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "resident_erased")).one()
    assert (entry.login, entry.subject) == ("opdrachtregel", told.code)


@pytest.mark.parametrize("key", ["K7M3QF", "-a-conversation-that-never-was", "x"])
def test_a_code_of_nothing_is_said(
    bridge: Bridge,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    key: str,
) -> None:
    for action in ("export", "erase"):
        assert command(monkeypatch, settings)(action, key) == 1
        assert capsys.readouterr().err == "Nothing is kept under this code.\n"


def test_a_conversation_whose_id_begins_with_a_hyphen_is_found(
    bridge: Bridge,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with bridge.parts.database.transaction() as session:
        session.add(Conversation(id="--to-x", language="nl"))
    assert command(monkeypatch, settings)("erase", "--to-x") == 0
    assert capsys.readouterr().out == "erased 1 conversations and the words in 0 cases\n"
