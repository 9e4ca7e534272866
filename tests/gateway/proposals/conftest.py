"""A case with an answer of the bot in it, and the people who propose and decide."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.cards import answer_with
from civic.content.load import Content
from civic.search.documents import EXAMPLES_ROOT
from gateway.conversation.messages import message_body
from gateway.proposals.export import Exported, Folders, export
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.conversations import find_conversation, record_message, record_resident, start_conversation
from gateway.store.schema import AuditEntry, Case, CaseMessage, Proposal, StaffMember, Team, now
from gateway.store.staff import add_staff
from tests.gateway.proposals.exporting import NEW, TESTED

QUESTION = "Wie komt de oude zetel van tante halen? Bel mij op 0478 12 34 56, groetjes Sara"


class Talk:
    """The case `code`, in which `answer` (an id) answers `QUESTION`."""

    def __init__(self, parts: Services, *, city: str = "genk", language: str = "nl", question: str = QUESTION) -> None:
        self.parts = parts
        with parts.database.transaction() as session:
            conversation = start_conversation(session, language=language, city=city)
            self.conversation = conversation.id
        self.asks(question, language=language)
        self.answer = self.answers("recycling-park", language=language)
        case, _ = open_case(
            parts.database,
            NewCase(
                channel="web",
                language=language,
                city=city,
                conversation=self.conversation,
                topic="bulky-waste",
                name="Sara",
                phone=parts.numbers.hide("+32 478 12 34 56"),
            ),
            key=self.conversation,
            by="test",
            content=parts.content,
        )
        self.code = case.code

    def asks(self, question: str, *, language: str = "nl", aside: bool = False) -> str:
        """The resident says this."""
        with self.parts.database.transaction() as session:
            conversation = find_conversation(session, self.conversation)
            assert conversation is not None
            return str(record_resident(session, conversation, question, language=language, aside=aside)["id"])

    def answers(self, topic: str, *, language: str = "nl") -> str:
        """The bot shows this card; gives the message's id."""
        with self.parts.database.transaction() as session:
            conversation = find_conversation(session, self.conversation)
            assert conversation is not None
            reply = answer_with(self.parts.content, topic, language=language, city=None)
            return str(record_message(session, conversation, message_body(reply, None))["id"])


@pytest.fixture
def people(app: Flask, parts: Services) -> dict[str, StaffMember]:
    """bridge-1 of the team that gets the cases of Genk, bridge-2 of another, editor-1 and editor-2 of none."""
    app.config["WTF_CSRF_ENABLED"] = False
    with parts.database.transaction() as session:
        session.add(Team(id="north", name="Noord", is_default_for=["genk"]))
        session.add(Team(id="south", name="Zuid", is_default_for=["beringen"]))
        session.flush()
        return {
            login: add_staff(session, login=login, password="not-used-here", role=role, team_id=team)
            for login, role, team in (
                ("bridge-1", "bridge", "north"),
                ("bridge-2", "bridge", "south"),
                ("editor-1", "editor", None),
                ("editor-2", "editor", None),
            )
        }


@pytest.fixture
def browser(app: Flask, people: dict[str, StaffMember]) -> Callable[[str], FlaskClient]:
    """A browser in which this login is signed in."""

    def make(login: str) -> FlaskClient:
        client, member = app.test_client(), people[login]
        with client.session_transaction() as session:
            session["_user_id"] = f"{member.id}:{member.session_mark}"
            session.update(signed_in_at=int(time.time()), active_at=int(time.time()), way="password")
        return client

    return make


@pytest.fixture
def talk(parts: Services, people: dict[str, StaffMember]) -> Talk:
    """A case in Dutch, in Genk."""
    return Talk(parts)


@pytest.fixture
def proposed(talk: Talk, browser: Callable[[str], FlaskClient], kept: Callable[[], list[Proposal]]) -> Proposal:
    """A proposal that nobody has decided on."""
    browser("bridge-1").post("/inbox/propose", data={"case": talk.code, "message": talk.answer, "problem": "wrong"})
    (proposal,) = kept()
    return proposal


@pytest.fixture
def kept(parts: Services) -> Callable[[], list[Proposal]]:
    """All proposals as they are now."""
    return lambda: _all(parts, Proposal)


@pytest.fixture
def notes(parts: Services) -> Callable[[], list[str]]:
    """The notes for colleagues in all cases."""
    return lambda: [message.original for message in _all(parts, CaseMessage) if message.sender == "note"]


@pytest.fixture
def logged(parts: Services) -> Callable[[], list[tuple[str, str, str]]]:
    """Who did what to what, of proposals."""

    def read() -> list[tuple[str, str, str]]:
        entries = _all(parts, AuditEntry)
        return [(e.login, e.action, e.subject) for e in entries if e.action.startswith("proposal_")]

    return read


@pytest.fixture
def cases(parts: Services) -> Callable[[], list[Case]]:
    """All cases as they are now."""
    return lambda: _all(parts, Case)


def _all(parts: Services, table: Any) -> list[Any]:
    with parts.database.transaction() as session:
        return list(session.scalars(select(table).order_by(table.id)).all())


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Copies of the real training files, and small test sets."""
    examples, tests = tmp_path / "nlu", tmp_path / "tests"
    shutil.copytree(EXAMPLES_ROOT, examples)
    tests.mkdir()
    for language in ("nl", "tr", "ar"):
        (tests / f"{language}.yml").write_text(f"topics:\n  x:\n    plain: ['{TESTED}']\n", "utf-8")
    return Folders(changes=tmp_path / "changes" / "list.md", examples=examples, tests=tests)


@pytest.fixture
def accepted(parts: Services) -> Callable[..., int]:
    """Makes accepted proposals; gives the number."""

    def make(question: str = NEW, **more: object) -> int:
        values = {
            "state": "accepted", "problem": "wrong", "language": "nl", "city": "genk", "topic": "bulky-waste",
            "answered_topic": "recycling-park", "made_by": "bridge-1", "decided_by": "editor-1", "decided_at": now(),
        }  # fmt: skip
        with parts.database.transaction() as session:
            proposal = Proposal(question=question, **{**values, **more})
            session.add(proposal)
            session.flush()
            return proposal.id

    return make


@pytest.fixture
def run(parts: Services, content: Content, folders: Folders) -> Callable[..., Exported]:
    """Exports."""
    return lambda **more: export(parts.database, content, folders, **more)


@pytest.fixture
def states(parts: Services) -> Callable[[], list[str]]:
    """The states of all proposals."""

    def read() -> list[str]:
        with parts.database.transaction() as session:
            return [proposal.state for proposal in session.query(Proposal).order_by(Proposal.id)]

    return read
