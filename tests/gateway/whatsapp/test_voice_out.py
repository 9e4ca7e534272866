"""Voice notes: after the text, when they are wished, given to WhatsApp once; slower when asked."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import soundfile

from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import Effects, TurnResult
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.schema import VoiceWish, WhatsAppMedia, now
from gateway.whatsapp import voice
from tests.gateway.delivery.conftest import bring_all, make_due
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.phone import Resident
from tests.standins.graph.media import cannot_be_heard
from tests.standins.graph.state import Graph, Sent

TOPIC = "bulky-waste"


@pytest.fixture
def asked(resident: Resident, rasa: FakeRasa, content: Content) -> list[Sent]:
    """What came back on a question that has a card."""
    rasa.result = TurnResult(replies=(answer_with(content, TOPIC, language="nl", city=None),), effects=Effects())
    return resident.says("wie haalt mijn grofvuil op?")


def notes(sent: list[Sent]) -> list[str]:
    """The ids of the voice notes."""
    return [each.message["audio"]["id"] for each in sent if each.type == "audio"]


def seconds(graph: Graph, media: str) -> float:
    """How long a sound lasts that WhatsApp was given."""
    return float(soundfile.info(io.BytesIO(graph.media[media].content)).duration)


def test_an_answer_is_text_until_it_is_asked_to_be_heard(resident: Resident, graph: Graph, asked: list[Sent]) -> None:
    assert notes(asked) == []
    told = resident.taps("🔊 Luister")
    assert [each.type for each in told] == ["audio", "interactive"]
    (note,) = notes(told)
    assert cannot_be_heard(graph.media[note]) == ""
    assert told[0].message["audio"]["voice"] is True


@pytest.mark.parametrize("words", ["Luister", "voorlezen", "lees het voor", "ik kan niet lezen", "dinle", "اقرأ لي"])
def test_it_is_read_for_who_asks_in_words(resident: Resident, asked: list[Sent], rasa: FakeRasa, words: str) -> None:
    before = len(rasa.asked)
    assert len(notes(resident.says(words))) == 1
    assert len(rasa.asked) == before


def test_a_sound_is_given_to_whatsapp_once(resident: Resident, graph: Graph, asked: list[Sent]) -> None:
    first, second = notes(resident.taps("🔊 Luister")), notes(resident.taps("🔊 Luister"))
    assert first == second
    assert len(graph.media) == 1


def test_slower_is_longer(resident: Resident, graph: Graph, asked: list[Sent]) -> None:
    (normal,) = notes(resident.taps("🔊 Luister"))
    (slow,) = notes(resident.taps("Trager"))
    assert seconds(graph, slow) > seconds(graph, normal) * 1.15


@pytest.mark.parametrize("words", ["trager", "niet zo snel", "daha yavaş", "أبطأ"])
def test_slower_works_in_words_too(resident: Resident, graph: Graph, asked: list[Sent], words: str) -> None:
    (normal,) = notes(resident.taps("🔊 Luister"))
    (slow,) = notes(resident.says(words))
    assert seconds(graph, slow) > seconds(graph, normal) * 1.15


def test_the_wish_to_hear_everything_is_remembered_and_can_be_taken_back(resident: Resident, asked: list[Sent]) -> None:
    resident.taps("🔊 Luister")
    resident.taps("Altijd voorlezen")
    assert resident.contact is not None
    assert resident.contact.voice == VoiceWish.ALWAYS
    told = resident.says("wie haalt mijn grofvuil op?")
    assert [each.type for each in told][-1] == "audio"
    assert told[0].type in {"text", "interactive"}
    resident.taps("Niet meer voorlezen")
    assert resident.contact.voice == VoiceWish.ASKED
    assert notes(resident.says("wie haalt mijn grofvuil op?")) == []


def test_always_may_be_said_in_words(resident: Resident, asked: list[Sent]) -> None:
    resident.says("altijd voorlezen")
    assert resident.contact is not None
    assert resident.contact.voice == VoiceWish.ALWAYS


def test_before_the_first_answer_there_is_nothing_worth_hearing(resident: Resident, content: Content) -> None:
    told = resident.says("luister")
    assert told[0].text == content.phrase("voice_nothing", "nl")


def test_what_a_person_says_is_read_by_the_local_voice(resident: Resident, parts: Services, rasa: FakeRasa) -> None:
    rasa.result = saying("Wij bekijken je vraag en schrijven je hier zodra we meer weten van de stad.")
    resident.says("wie helpt mij?")
    assert len(notes(resident.taps("🔊 Luister"))) == 1


def test_a_sound_that_meta_lost_is_given_again(resident: Resident, graph: Graph, asked: list[Sent]) -> None:
    (first,) = notes(resident.taps("🔊 Luister"))
    graph.forget_media(first)
    (second,) = notes(resident.taps("🔊 Luister"))
    assert second != first
    assert notes(resident.taps("🔊 Luister")) == [second]


def test_a_sound_is_given_again_before_meta_drops_it(
    resident: Resident, graph: Graph, parts: Services, asked: list[Sent]
) -> None:
    (first,) = notes(resident.taps("🔊 Luister"))
    with parts.database.transaction() as session:
        session.query(WhatsAppMedia).one().uploaded_at = now() - dt.timedelta(days=29, minutes=1)
    (second,) = notes(resident.taps("🔊 Luister"))
    assert second != first


def test_a_failed_upload_is_tried_again_and_the_text_does_not_wait(
    resident: Resident, graph: Graph, asked: list[Sent]
) -> None:
    assert asked[0].type == "interactive"
    graph.behaviour.is_down = True
    assert resident.taps("🔊 Luister") == []
    graph.behaviour.is_down = False
    before = len(resident.phone.received)
    make_due(resident.parts)
    bring_all(resident.courier, rounds=20)
    assert len(notes(resident.phone.received[before:])) == 1


def test_without_a_working_voice_the_text_stands_alone(
    resident: Resident, parts: Services, asked: list[Sent], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parts.audio is not None
    monkeypatch.setattr(parts.audio, "open", lambda _key: None)
    told = resident.taps("🔊 Luister")
    assert notes(told) == []
    assert [each.type for each in told] == ["interactive"]


def test_a_sound_is_sent_although_the_store_cannot_remember_it(
    resident: Resident, asked: list[Sent], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("locked")

    monkeypatch.setattr(voice, "_remember", away)
    assert len(notes(resident.taps("🔊 Luister"))) == 1


def test_a_tap_on_a_message_that_is_gone_reads_the_last_one(resident: Resident, asked: list[Sent]) -> None:
    reply = {"type": "button_reply", "button_reply": {"id": f"/listen_{'f' * 32}", "title": "🔊 Luister"}}
    assert len(notes(resident.sends("interactive", reply))) == 1


def test_nobody_hears_a_message_of_another_talk(
    resident: Resident, graph: Graph, asked: list[Sent], rasa: FakeRasa
) -> None:
    theirs = notes(resident.taps("🔊 Luister"))
    other = Resident(graph, resident.courier, number="32470000002")
    rasa.result = saying("Goeiedag.")
    other.says("dag")
    reply = {"type": "button_reply", "button_reply": {"id": asked[0].choices["🔊 Luister"], "title": "🔊 Luister"}}
    (own,) = notes(other.sends("interactive", reply))
    assert own not in theirs
