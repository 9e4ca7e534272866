"""What a resident is told goes to their phone from the same transaction on, once."""

from __future__ import annotations

from civic.replies import Kind, Reply
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.delivery.courier import Courier
from gateway.delivery.outbox import enqueue
from gateway.services import Services
from gateway.store.conversations import history, start_conversation
from gateway.store.schema import Conversation, WhatsAppContact
from gateway.whatsapp.outgoing import bring, bring_last, message_of
from tests.gateway.delivery.conftest import bring_all
from tests.gateway.whatsapp.phone import NUMBER
from tests.gateway.whatsapp.talks import known, on_the_way, tells
from tests.standins.graph.state import Graph


def test_a_message_in_a_talk_on_whatsapp_is_kept_and_on_its_way(parts: Services) -> None:
    contact = known(parts)
    stored = tells(parts, contact, "Dag")
    (row,) = on_the_way(parts)
    assert (row.recipient, row.key, message_of(row.key)) == (contact.number_hash, f"wa:{stored['id']}:0", stored["id"])
    assert row.body["text"]["body"] == "Dag"
    with parts.database.transaction() as session:
        assert [message.body["id"] for message in history(session, str(contact.conversation_id))] == [stored["id"]]


def test_a_message_in_a_talk_on_the_page_stays_there(parts: Services) -> None:
    with parts.database.transaction() as session:
        talk = start_conversation(session, language="nl", city=None)
        keep_for_resident(session, parts, talk, message_body(Reply(kind=Kind.TEXT, language="nl", text="Dag"), None))
    assert on_the_way(parts) == []


def test_when_what_caused_it_is_undone_nothing_is_on_its_way(parts: Services) -> None:
    contact = known(parts)
    body = message_body(Reply(kind=Kind.TEXT, language="nl", text="Dag"), None)
    with parts.database.transaction() as session:
        talk = session.get_one(Conversation, contact.conversation_id)
        keep_for_resident(session, parts, talk, body)
        session.rollback()
    assert on_the_way(parts) == []


def test_a_long_message_is_brought_in_order(parts: Services, courier: Courier, graph: Graph) -> None:
    contact = known(parts)
    graph.phone(NUMBER).says("dag")
    tells(parts, contact, " ".join(f"woord{number}" for number in range(1500)))
    assert len(on_the_way(parts)) > 1
    bring_all(courier, rounds=30)
    said = " ".join(sent.text for sent in graph.sent_to(NUMBER)).split()
    assert [word for word in said if word.startswith("woord")] == [f"woord{number}" for number in range(1500)]


def test_the_same_message_a_second_time_changes_nothing(parts: Services) -> None:
    contact = known(parts)
    stored = tells(parts, contact, "Dag")
    with parts.database.transaction() as session:
        assert bring(session, parts, session.get_one(WhatsAppContact, contact.number_hash), stored) == 0
    assert len(on_the_way(parts)) == 1


def test_a_talk_whose_contact_is_gone_brings_nothing(parts: Services) -> None:
    contact = known(parts)
    with parts.database.transaction() as session:
        session.delete(session.get_one(WhatsAppContact, contact.number_hash))
    tells(parts, contact, "Dag")
    assert on_the_way(parts) == []


def test_a_chat_delivery_reaches_the_phone_as_well(parts: Services, courier: Courier, graph: Graph) -> None:
    contact = known(parts)
    graph.phone(NUMBER).says("dag")
    body = message_body(Reply(kind=Kind.TEXT, language="nl", text="Tot morgen"), None)
    with parts.database.transaction() as session:
        enqueue(session, key="chat", channel="chat", recipient=str(contact.conversation_id), body=body)
    bring_all(courier)
    assert [sent.text for sent in graph.sent_to(NUMBER)] == ["Tot morgen"]


def test_the_last_words_arrive_without_a_contact_and_leave_no_words(
    parts: Services, courier: Courier, graph: Graph
) -> None:
    graph.phone(NUMBER).says("stop")
    hidden = parts.numbers.hide(NUMBER)
    gone = WhatsAppContact(number_hash=hidden.hash, sealed_number=hidden.sealed, voice="asked")
    body = message_body(Reply(kind=Kind.NOTICE, language="nl", text="Alles is gewist."), None)
    with parts.database.transaction() as session:
        bring_last(session, parts, gone, {"id": "last", **body})
    bring_all(courier)
    assert [sent.text for sent in graph.sent_to(NUMBER)] == ["Alles is gewist."]
    (row,) = on_the_way(parts)
    assert (row.state, row.body) == ("sent", {})
