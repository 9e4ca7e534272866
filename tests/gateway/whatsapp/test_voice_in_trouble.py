"""Voice notes that cannot be understood or fetched: kind words, and another try where that helps."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from civic.consent import ASK_PERSON
from civic.content.load import Content
from civic.speech.ports import NothingHeard, SpeechUnavailable, TooLong
from gateway.store.schema import Delivery
from tests.civic.speech.fake_recogniser import FakeRecogniser
from tests.gateway.delivery.conftest import bring_all, make_due
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.phone import Resident
from tests.gateway.whatsapp.speaking import QUESTION, heard_question, speaks, spoken
from tests.standins.graph.state import Graph


def test_without_a_recogniser_a_person_can_listen(resident: Resident, content: Content, rasa: FakeRasa) -> None:
    told = speaks(resident)
    assert told[0].text == content.phrase("note_cannot_hear", "nl")
    assert told[0].choices[content.phrase("note_person_button", "nl")] == ASK_PERSON
    rasa.result = saying("Een buurtwerker ziet je vraag. Goed?")
    resident.taps(content.phrase("note_person_button", "nl"))
    assert [text for text, _ in rasa.asked] == [ASK_PERSON]


@pytest.mark.parametrize("problem", [NothingHeard(), TooLong(), SpeechUnavailable("no model")])
def test_what_is_not_understood_is_said_kindly(
    resident: Resident, recogniser: FakeRecogniser, content: Content, problem: Exception
) -> None:
    recogniser.problem = problem
    told = speaks(resident)
    assert told[0].text == content.phrase("note_not_heard", "nl")
    assert content.phrase("note_person_button", "nl") in told[0].choices


def test_a_note_that_meta_cannot_give_now_is_fetched_later(
    resident: Resident, graph: Graph, recogniser: FakeRecogniser, content: Content
) -> None:
    def speak_while_down() -> None:
        resident.phone.speaks(spoken(QUESTION))
        graph.behaviour.is_down = True

    assert resident.does(speak_while_down) == []
    graph.behaviour.is_down = False
    make_due(resident.parts)
    told = resident.does(lambda: None)
    assert told[0].text == heard_question(content, QUESTION)


def test_a_note_that_meta_has_lost_is_said_not_to_be_heard(
    resident: Resident, graph: Graph, recogniser: FakeRecogniser, content: Content
) -> None:
    told = resident.sends("audio", {"id": "999", "mime_type": "audio/ogg; codecs=opus", "voice": True})
    assert told[0].text == content.phrase("note_not_heard", "nl")


def test_a_note_that_kills_the_recogniser_is_not_tried_for_ever(
    resident: Resident, recogniser: FakeRecogniser, content: Content
) -> None:
    recogniser.problem = KeyboardInterrupt()  # what a dying worker looks like: nothing is noted
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            speaks(resident) if not recogniser.asked else bring_all(resident.courier, rounds=3)
        with resident.parts.database.transaction() as session:
            for row in session.scalars(select(Delivery).where(Delivery.state == "sending")):
                row.state = "waiting"
    recogniser.problem = None
    told = resident.does(lambda: None)
    assert len(recogniser.asked) == 2
    assert told[0].text == content.phrase("note_not_heard", "nl")


def test_a_note_that_is_heard_again_after_a_crash_asks_once(
    resident: Resident, recogniser: FakeRecogniser, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gateway.whatsapp import hearing

    real = hearing.welcome
    monkeypatch.setattr(hearing, "welcome", lambda *_: (_ for _ in ()).throw(OSError("cut off")))
    first = speaks(resident)
    monkeypatch.setattr(hearing, "welcome", real)
    make_due(resident.parts)
    again = resident.does(lambda: None)
    asked = [each for each in (*first, *again) if each.text == heard_question(content, QUESTION)]
    assert len(asked) == 1
