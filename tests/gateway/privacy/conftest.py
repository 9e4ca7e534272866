# ruff: noqa: F401, F811 (fixtures of other folders)
"""A case full of one resident's words, and where they still stand."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from civic.consent import FORGET_CONFIRMED, FORGET_DECLINED
from civic.replies import Button, Kind, Reply, TurnResult
from gateway.bridge import life
from gateway.delivery.outbox import enqueue
from gateway.settings import Settings
from gateway.store.schema import (
    Case,
    Proposal,
    StaffMember,
    WhatsAppContact,
)
from tests.gateway.bridge.conftest import Bridge, bridge, make_case, one, two

SECRET = "geheimwoord"
NAME = "Zekiye"
PHONE = "0470123456"


@pytest.fixture
def told(bridge: Bridge, one: StaffMember) -> Case:
    """A case full of one resident's words: asked, answered, noted, translated, proposed, about to be sent."""
    case = make_case(bridge, question=f"Wie helpt mij? {SECRET}", name=NAME, phone=PHONE, neighbourhood="Kolderbos")
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, f"Dag {NAME}, wat bedoel je met {SECRET}?")
    bridge.says(case, f"Ik bedoel {SECRET}")
    life.add_note(bridge.parts, case.code, one, f"{NAME} klinkt bang, {SECRET}")
    with bridge.parts.database.transaction() as session:
        case = session.get_one(Case, case.id)
        case.question, case.topic = f"{SECRET}?", "violence-abuse"
        session.add(
            Proposal(
                problem="wrong",
                language="nl",
                question=f"wat is {SECRET}",
                remark=f"het ging over {SECRET}",
                reason=f"{SECRET} hoort er niet bij",
                made_by="bridge-1",
                case_code=case.code,
            )
        )
        hidden = bridge.parts.numbers.hide(PHONE)
        session.add(WhatsAppContact(number_hash=hidden.hash, sealed_number=hidden.sealed, voice="asked"))
        enqueue(session, key="w1", channel="whatsapp", recipient=hidden.hash, body={"text": SECRET}, case_id=case.id)
        enqueue(session, key="w2", channel="whatsapp", recipient=hidden.hash, body={"text": SECRET})
        enqueue(session, key="c", channel="chat", recipient=str(case.conversation_id), body={"text": SECRET})
    return case


def traces(settings: Settings) -> list[str]:
    """Where in the whole database a word, name or number of the resident still stands."""
    found = []
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as direct:
        tables = [name for (name,) in direct.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in direct.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 (its own names)
                if any(word in str(row) for word in (SECRET, NAME, PHONE, "Kolderbos", "violence-abuse")):
                    found.append(table)
    return found


def forgets(bridge: Bridge, case: Case, words: str = FORGET_CONFIRMED) -> dict[str, Any]:
    """The resident asks to be forgotten and answers."""
    bridge.says(case, "vergeet mij")
    return bridge.says(case, words)


def question(bridge: Bridge, language: str) -> TurnResult:
    """What the bot asks."""
    content = bridge.parts.content
    buttons = tuple(Button(title=key, payload=key) for key in (FORGET_CONFIRMED, FORGET_DECLINED))
    text = content.phrase("forget_question", language)
    return TurnResult(replies=(Reply(kind=Kind.TEXT, language=language, text=text, buttons=buttons),))
