"""Two teams, their people, a resident with a case, and a translator that shows what it was given."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.consent import offer
from civic.replies import TurnResult
from civic.translation.ports import TranslationUnavailable
from gateway.application import create_app
from gateway.bridge.translating import finish_translation
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.cases import NewCase, open_case
from gateway.store.conversations import find_conversation, history, record_resident, start_conversation
from gateway.store.schema import Case, CaseEvent, CaseMessage, Delivery, StaffMember, Team
from tests.gateway.fake_rasa import FakeRasa


class MarkingTranslator:
    """Puts the target language before the text."""

    def __init__(self) -> None:
        self.down = False
        self.asked: list[str] = []

    def translate(self, text: str, *, source: str, target: str) -> str:
        """As the port says."""
        if self.down:
            raise TranslationUnavailable("down")
        self.asked.append(text)
        return f"[{target}] {text}"


@dataclass
class Bridge:
    """What a test asks about a case, always read anew."""

    parts: Services
    client: FlaskClient
    translator: MarkingTranslator
    members: dict[str, StaffMember] = field(default_factory=dict)

    def case(self, code: str) -> Case:
        """The case as it is now."""
        with self.parts.database.transaction() as session:
            return session.scalars(select(Case).where(Case.code == code)).one()

    def told(self, case: Case) -> list[dict[str, Any]]:
        """The messages of the case's conversation that are not the resident's."""
        with self.parts.database.transaction() as session:
            found = history(session, str(self.case(case.code).conversation_id))
            return [message.body for message in found if message.body["from"] != "resident"]

    def owner(self, case: Case) -> str:
        """Who speaks in its conversation."""
        with self.parts.database.transaction() as session:
            conversation = find_conversation(session, str(case.conversation_id))
            assert conversation is not None
            return conversation.owner

    def events(self, case: Case) -> list[tuple[str, str]]:
        """Who did what, in order."""
        with self.parts.database.transaction() as session:
            happened = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id))
            return [(event.who, event.what) for event in happened]

    def words(self, case: Case) -> Sequence[CaseMessage]:
        """What was said in the case, in order."""
        with self.parts.database.transaction() as session:
            said = select(CaseMessage).where(CaseMessage.case_id == case.id).order_by(CaseMessage.id)
            return session.scalars(said).all()

    def announced(self, event: str) -> set[str]:
        """Who is told of such an event."""
        with self.parts.database.transaction() as session:
            rows = session.scalars(select(Delivery).where(Delivery.channel == "announce"))
            return {row.recipient for row in rows if row.body["event"] == event}

    def translate_all(self) -> None:
        """Do what the worker would."""
        with self.parts.database.transaction() as session:
            waiting = [
                row.body["case_message_id"]
                for row in session.scalars(select(Delivery).where(Delivery.channel == "translate"))
            ]
        for number in waiting:
            finish_translation(self.parts, number)

    def says(self, case: Case, text: str) -> dict[str, Any]:
        """The resident says this in the conversation of the case."""
        response = self.client.post("/api/chat", json={"conversation": case.conversation_id, "text": text})
        assert response.status_code == 200
        return dict(response.json)


@pytest.fixture
def bridge(settings: Settings, parts: Services) -> Bridge:
    """Team "north" (default for Genk) with bridge-1 and bridge-2; team "south" with bridge-3."""
    return make_bridge(settings, parts)


def make_bridge(settings: Settings, parts: Services) -> Bridge:
    """The teams and people of the fixture `bridge`, in the database of `parts`."""
    settings = settings.model_copy(update={"translator": "libre"})
    translator = MarkingTranslator()
    parts = dataclasses.replace(parts, settings=settings, translator=translator)
    with parts.database.transaction() as session:
        session.add(Team(id="north", name="Team Noord", is_default_for=["genk"]))
        session.add(Team(id="south", name="Team Zuid", is_default_for=["beringen"]))
        session.flush()
        people = {
            login: StaffMember(login=login, name=name, password_hash="x", role="bridge", team_id=team)
            for login, name, team in (
                ("bridge-1", "Medewerker Een", "north"),
                ("bridge-2", "Medewerker Twee", "north"),
                ("bridge-3", "Medewerker Drie", "south"),
            )
        }
        session.add_all(people.values())
    client = create_app(settings, parts).test_client()
    return Bridge(parts=parts, client=client, translator=translator, members=people)


@pytest.fixture
def one(bridge: Bridge) -> StaffMember:
    """Someone of the team that has the case."""
    return bridge.members["bridge-1"]


@pytest.fixture
def two(bridge: Bridge) -> StaffMember:
    """A colleague in the same team."""
    return bridge.members["bridge-2"]


@pytest.fixture
def stranger(bridge: Bridge) -> StaffMember:
    """Someone of another team."""
    return bridge.members["bridge-3"]


def make_case(bridge: Bridge, *, language: str = "nl", question: str = "Wie helpt mij?", **more: Any) -> Case:
    """A new case of a conversation in Genk in which this was asked."""
    with bridge.parts.database.transaction() as session:
        talk = start_conversation(session, language=language, city="genk")
        record_resident(session, talk, question, language=language)
        conversation = talk.id
    if more.get("phone"):
        more["phone"] = bridge.parts.numbers.hide(more["phone"])
    new = NewCase(channel="web", language=language, city="genk", conversation=conversation, **more)
    case, _ = open_case(bridge.parts.database, new, key=conversation, by="test", content=bridge.parts.content)
    return case


@pytest.fixture
def case(bridge: Bridge) -> Case:
    """A case in Dutch."""
    return make_case(bridge)


@pytest.fixture
def turkish(bridge: Bridge) -> Case:
    """A case in Turkish."""
    return make_case(bridge, language="tr", question="Çöpü kim alıyor?")


@pytest.fixture
def offering(bridge: Bridge, rasa: FakeRasa) -> None:
    """Rasa offers a person, and cannot reach the webhook."""
    rasa.result = TurnResult(replies=(offer(bridge.parts.content, "nl"),))
