"""What residents send over WhatsApp is answered as on the web page, in order, once."""

from __future__ import annotations

from typing import Any

import pytest

from civic.content.load import Content
from civic.replies import Effects, TurnResult
from tests.gateway.delivery.conftest import make_due, rows
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.phone import Resident, said, words


def test_words_are_answered_in_the_same_words_as_on_the_page(resident: Resident, rasa: FakeRasa) -> None:
    rasa.result = saying("Limburg.net haalt het op.")
    told = resident.says("wie haalt het grofvuil op?")
    assert told[0].text == "Limburg.net haalt het op."
    assert said(resident.parts, resident.talk)[:2] == [
        ("resident", "wie haalt het grofvuil op?"),
        ("bot", "Limburg.net haalt het op."),
    ]


def test_a_talk_goes_on_where_it_was(resident: Resident, rasa: FakeRasa) -> None:
    resident.says("wie haalt het grofvuil op?")
    first = resident.talk.id
    told = resident.says("en wanneer?")
    assert resident.talk.id == first
    assert [each.text for each in told] == ["Dag!"]


def test_what_is_done_is_not_kept_with_the_delivery(resident: Resident) -> None:
    resident.says("wie haalt het grofvuil op?")
    (row,) = rows(resident.parts, channel="whatsapp-in")
    assert (row.state, row.body) == ("sent", {})


def test_several_messages_are_answered_in_order(resident: Resident, rasa: FakeRasa) -> None:
    phone = resident.phone
    texts = [f"vraag nummer {number}" for number in range(5)]
    payload = phone.payload(*(phone.message("text", {"body": text}) for text in texts))
    resident.does(lambda: resident.phone._graph.hook.call(payload))
    assert [text for text, _ in rasa.asked] == texts
    assert [text for who, text in said(resident.parts, resident.talk) if who == "resident"] == texts


def test_a_message_that_comes_again_is_answered_once(resident: Resident, rasa: FakeRasa) -> None:
    phone = resident.phone
    payload = phone.payload(phone.message("text", {"body": "wie haalt het grofvuil op?"}))
    hook = resident.phone._graph.hook
    resident.does(lambda: hook.call(payload))
    assert resident.does(lambda: [hook.call(payload) for _ in range(5)]) == []
    assert len(rasa.asked) == 1


class Breaking(FakeRasa):
    """A Rasa whose client breaks in a way that nobody foresaw."""

    def ask(self, text: str, *, conversation: str, known: dict[str, Any]) -> TurnResult:
        """As RasaClient.ask."""
        if "grofvuil" in text:
            raise ZeroDivisionError(text)
        return super().ask(text, conversation=conversation, known=known)


def test_what_nobody_foresaw_ends_with_an_apology_and_holds_up_nothing(
    resident: Resident, content: Content, caplog: pytest.LogCaptureFixture
) -> None:
    object.__setattr__(resident.parts, "rasa", Breaking())
    assert resident.says("wie haalt het grofvuil op?") == []
    make_due(resident.parts)
    assert content.phrase("apology", "nl") in words(resident.does(lambda: None))
    assert resident.says("en wie doet het papier?")[0].text == "Dag!"
    failed = rows(resident.parts, state="failed")
    assert [(row.channel, row.problem) for row in failed] == [("whatsapp-in", "ZeroDivisionError")]
    assert "grofvuil" not in caplog.text


def test_effects_of_a_turn_are_kept(resident: Resident, rasa: FakeRasa) -> None:
    rasa.result = saying("Goed, je woont in Genk.", effects=Effects(city="genk"))
    resident.says("ik woon in genk")
    assert resident.talk.city == "genk"
    assert resident.talk.channel == "whatsapp"
