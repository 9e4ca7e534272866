"""The channels within our own system: a message into the chat, and the translation of a relayed one."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select

from civic.translation.ports import TranslationUnavailable
from gateway.delivery import enqueue, send_again
from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.delivery.problems import BACK_OFF
from gateway.services import Services
from gateway.store.conversations import history, start_conversation
from gateway.store.schema import Case, CaseMessage, TranslationState
from tests.gateway.delivery.conftest import bring_all, make_due, rows

WORDS = "Bel mij op 0470 12 34 56"


class Engine:
    """A translator that is down until the test says otherwise."""

    def __init__(self) -> None:
        self.down = True
        self.asked: list[str] = []

    def translate(self, text: str, *, source: str, target: str) -> str:
        self.asked.append(text)
        if self.down:
            raise TranslationUnavailable("down")
        return f"({target}) {text}"


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def translating(parts: Services, engine: Engine) -> Services:
    """Services with that engine."""
    settings = parts.settings.model_copy(update={"translator": "libre"})
    return dataclasses.replace(parts, translator=engine, settings=settings)


@pytest.fixture
def relayed(parts: Services, case: Case) -> int:
    """The number of a resident's message that waits for its translation."""
    with parts.database.transaction() as session:
        message = CaseMessage(
            case_id=case.id,
            sender="resident",
            original=WORDS,
            language="tr",
            translated_language="nl",
            translation=TranslationState.WAITING.value,
        )
        session.add(message)
        session.flush()
        body = {"case_message_id": message.id}
        enqueue(session, key="t", channel="translate", recipient="x", body=body, case_id=case.id)
        return message.id


def kept(parts: Services, number: int) -> CaseMessage:
    with parts.database.transaction() as session:
        return session.scalars(select(CaseMessage).where(CaseMessage.id == number)).one()


def test_a_message_reaches_its_conversation_once(parts: Services, courier: Courier) -> None:
    body = {"from": "bot", "kind": "text", "language": "nl", "text": "Heeft het geholpen?", "buttons": []}
    with parts.database.transaction() as session:
        talk = start_conversation(session, language="nl", city=None).id
        enqueue(session, key="m", channel="chat", recipient=talk, body=body)
    bring_all(courier)
    courier.bring(rows(parts)[0].id)
    with parts.database.transaction() as session:
        assert [message.body["text"] for message in history(session, talk)] == ["Heeft het geholpen?"]


def test_a_message_to_a_wiped_conversation_fails_for_good(parts: Services, courier: Courier) -> None:
    with parts.database.transaction() as session:
        enqueue(session, key="m", channel="chat", recipient="wiped", body={"text": "x"})
    bring_all(courier)
    assert [(row.state, row.problem) for row in rows(parts)] == [("failed", "the conversation is gone")]


def test_a_translation_is_tried_until_the_engine_is_back(translating: Services, engine: Engine, relayed: int) -> None:
    courier = Courier(translating, all_channels())
    bring_all(courier)
    (row,) = rows(translating, channel="translate")
    assert (row.state, row.attempts, row.problem) == ("waiting", 1, "no translation")
    engine.down = False
    make_due(translating)
    bring_all(courier)
    message = kept(translating, relayed)
    assert (message.translation, message.translated) == ("done", f"(nl) {WORDS}")
    assert rows(translating, channel="translate")[0].state == "sent"
    assert all("0470" not in text for text in engine.asked)


def test_an_engine_that_stays_away_is_given_up_and_can_be_asked_again(
    translating: Services, engine: Engine, relayed: int
) -> None:
    courier = Courier(translating, all_channels())
    for _ in range(len(BACK_OFF) + 1):
        bring_all(courier)
        make_due(translating)
    (row,) = rows(translating, channel="translate")
    assert (row.state, kept(translating, relayed).translation) == ("failed", "failed")
    engine.down = False
    with translating.database.transaction() as session:
        assert send_again(session, row.id)
    bring_all(courier)
    assert kept(translating, relayed).translation == "done"
