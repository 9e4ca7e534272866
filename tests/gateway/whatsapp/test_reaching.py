"""A case from the web page that is to be answered on WhatsApp: both ways, and no way in for who only typed a number."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from civic.consent import offer
from civic.replies import TurnResult
from gateway.bridge import life
from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.store.conversations import history
from gateway.store.schema import Case, CaseMessage, StaffMember, WhatsAppContact
from tests.gateway.bridge.conftest import Bridge, make_bridge, make_case
from tests.gateway.delivery.conftest import bring_all
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.whatsapp.phone import NUMBER, Resident
from tests.gateway.whatsapp.talks import known, on_the_way
from tests.standins.graph.state import Graph


@pytest.fixture
def bridge(parts: Services) -> Bridge:
    """Two teams and their people."""
    return make_bridge(parts.settings, parts)


@pytest.fixture
def one(bridge: Bridge) -> StaffMember:
    """Someone who takes cases."""
    return bridge.members["bridge-1"]


@pytest.fixture
def case(bridge: Bridge) -> Case:
    """Asked on the web page, to be answered on a phone that never wrote to us."""
    return make_case(bridge, reach="whatsapp", phone="0470 00 00 01")


@pytest.fixture
def answered(bridge: Bridge, case: Case, one: StaffMember, courier: Courier) -> Case:
    """Taken and answered, as far as the answer goes by itself."""
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Kom dinsdag langs.")
    bring_all(courier)
    return case


def test_before_they_write_they_are_only_invited(answered: Case, graph: Graph, parts: Services) -> None:
    assert [sent.type for sent in graph.sent_to(NUMBER)] == ["template"]
    with parts.database.transaction() as session:
        contact = session.get_one(WhatsAppContact, parts.numbers.hash(NUMBER))
    assert (contact.conversation_id, contact.heard_at) == (None, None)


def test_when_they_write_they_read_the_answer_and_the_case_goes_on_there(
    bridge: Bridge, answered: Case, one: StaffMember, resident: Resident, courier: Courier
) -> None:
    told = resident.says("ja?")
    assert "Kom dinsdag langs." in [sent.text.split("\n\n")[-1] for sent in told]
    moved = bridge.case(answered.code)
    assert moved.conversation_id == resident.talk.id != answered.conversation_id
    life.reply(bridge.parts, answered.code, one, "Om tien uur.")
    bring_all(courier)
    assert resident.phone.received[-1].text.endswith("Om tien uur.")
    resident.says("dank u")
    assert bridge.words(answered)[-1].original == "dank u"


def test_the_page_on_which_the_number_was_typed_sees_nothing_of_what_is_said_on_the_phone(
    bridge: Bridge, answered: Case, resident: Resident, parts: Services
) -> None:
    """Whoever typed a number that is not theirs must not read along."""
    resident.says("een geheim")
    with parts.database.transaction() as session:
        page = [message.body for message in history(session, str(answered.conversation_id))]
    assert not any("geheim" in body["text"] for body in page)
    assert page[-1]["text"] == parts.content.phrase("continued_elsewhere", "nl", code=answered.code)


def test_the_buttons_that_were_brought_work_on_the_phone(
    bridge: Bridge, case: Case, one: StaffMember, courier: Courier, resident: Resident, parts: Services
) -> None:
    life.claim(bridge.parts, case.code, one)
    life.close(bridge.parts, case.code, one, life.CaseState.RESOLVED, "Het is geregeld.")
    bring_all(courier)
    resident.says("ja?")
    resident.taps(parts.content.phrase("helped_yes_button", "nl"))
    assert bridge.case(case.code).helped is True


def test_each_part_is_brought_once_where_the_talk_is_on_whatsapp_already(
    bridge: Bridge, one: StaffMember, courier: Courier, resident: Resident, parts: Services
) -> None:
    resident.says("dag")
    with parts.database.transaction() as session:
        talk = resident.talk.id
    case = make_case(bridge, reach="whatsapp", phone=NUMBER)
    with parts.database.transaction() as session:
        session.get_one(Case, case.id).conversation_id = talk
    before = len(resident.phone.received)
    life.claim(bridge.parts, case.code, one)
    bring_all(courier)
    assert len(resident.phone.received) == before + 1


def test_without_whatsapp_the_answer_stays_on_the_page(bridge: Bridge, one: StaffMember, parts: Services) -> None:
    object.__setattr__(bridge.parts, "settings", parts.settings.model_copy(update={"whatsapp_token": ""}))
    case = make_case(bridge, reach="whatsapp", phone=NUMBER)
    life.claim(bridge.parts, case.code, one)
    assert on_the_way(parts) == []
    assert bridge.told(case)


def test_who_asks_for_a_person_on_whatsapp_is_not_asked_for_whatsapp(
    resident: Resident, rasa: FakeRasa, parts: Services
) -> None:
    rasa.result = TurnResult(replies=(offer(parts.content, "nl"),))
    resident.says("ik wil een mens spreken")
    told = resident.taps(parts.content.phrase("agree_button", "nl"))
    offered = [title for sent in told for title in sent.choices]
    assert parts.content.phrase("reach_chat_button", "nl") in offered
    assert not any("WhatsApp" in title for title in offered)


def test_a_case_opened_on_whatsapp_says_so(resident: Resident, rasa: FakeRasa, parts: Services) -> None:
    rasa.result = TurnResult(replies=(offer(parts.content, "nl"),))
    resident.says("ik wil een mens spreken")
    resident.taps(parts.content.phrase("agree_button", "nl"))
    rasa.down = True
    resident.taps(parts.content.phrase("reach_chat_button", "nl"))
    resident.taps(parts.content.phrase("skip_button", "nl"))
    with parts.database.transaction() as session:
        (case,) = session.scalars(select(Case))
        assert (case.channel, case.reach, case.conversation_id) == ("whatsapp", "chat", resident.talk.id)
        assert session.scalars(select(CaseMessage.original)).all() == ["ik wil een mens spreken"]


def test_a_relayed_message_of_a_talk_on_whatsapp_shows_its_case(
    bridge: Bridge, one: StaffMember, courier: Courier, graph: Graph, parts: Services
) -> None:
    graph.phone(NUMBER).says("dag")
    contact = known(parts)
    case = make_case(bridge)
    with parts.database.transaction() as session:
        session.get_one(Case, case.id).conversation_id = contact.conversation_id
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Dag, ik kijk het na.")
    bring_all(courier)
    assert {row.case_id for row in on_the_way(parts)} == {case.id}
    assert graph.sent_to(NUMBER)[-1].text.endswith("Dag, ik kijk het na.")


def test_a_page_of_ours_can_be_asked_for_an_answer_on_whatsapp(
    client: FlaskClient, rasa: FakeRasa, parts: Services, courier: Courier, graph: Graph
) -> None:
    rasa.result = TurnResult(replies=(offer(parts.content, "tr"),))
    asked = {"text": "biriyle konuşmak istiyorum", "language": "tr", "city": "genk"}
    talk = client.post("/api/chat", json=asked).json["conversation"]
    rasa.down = True
    for text in ("/handover_agree", "/reach_whatsapp", "0470 00 00 01", "/handover_skip"):
        told = client.post("/api/chat", json={"conversation": talk, "text": text, "language": "tr"}).json
    assert told["messages"]
    with parts.database.transaction() as session:
        (case,) = session.scalars(select(Case))
    assert (case.reach, case.phone_hash) == ("whatsapp", parts.numbers.hash(NUMBER))


def test_who_wants_to_be_called_need_not_type_the_number_they_write_from(
    resident: Resident, rasa: FakeRasa, parts: Services
) -> None:
    content = parts.content
    rasa.result = TurnResult(replies=(offer(content, "nl"),))
    resident.says("ik wil een mens spreken")
    resident.taps(content.phrase("agree_button", "nl"))
    rasa.down = True
    told = resident.taps(content.phrase("reach_phone_button", "nl"))
    assert content.phrase("this_number_button", "nl") in told[-1].choices
    resident.taps(content.phrase("this_number_button", "nl"))
    resident.taps(content.phrase("skip_button", "nl"))
    with parts.database.transaction() as session:
        (case,) = session.scalars(select(Case))
    assert (case.reach, parts.numbers.unseal(case.sealed_phone or "")) == ("phone", NUMBER)


def test_on_the_page_nobody_is_offered_a_number_we_do_not_know(
    client: FlaskClient, rasa: FakeRasa, parts: Services
) -> None:
    rasa.result = TurnResult(replies=(offer(parts.content, "nl"),))
    talk = client.post("/api/chat", json={"text": "ik wil een mens spreken", "city": "genk"}).json["conversation"]
    for text in ("/handover_agree", "/reach_phone"):
        told = client.post("/api/chat", json={"conversation": talk, "text": text}).json
    assert [button["payload"] for button in told["messages"][-1]["buttons"]] == ["/handover_skip"]
