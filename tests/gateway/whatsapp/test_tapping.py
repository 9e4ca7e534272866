"""Taps on buttons and rows are carried out, typed or tapped, and only where they were offered."""

from __future__ import annotations

import pytest

from civic.consent import offer
from civic.content.load import Content
from civic.replies import Button, Kind, TurnResult
from gateway.store.cases import newest_cases
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.phone import Resident, said, words


@pytest.fixture
def clarifying(resident: Resident, rasa: FakeRasa) -> Resident:
    """Someone who was just asked which of four things they mean: a list on the phone."""
    titles = ("Grofvuil ophalen", "Huisvuil ophalen", "Naar het recyclagepark gaan", "Geen van deze")
    buttons = [Button(title=title, payload=f"/choice_{number}") for number, title in enumerate(titles)]
    rasa.result = saying("Bedoel je een van deze?", *buttons, kind=Kind.CLARIFY)
    resident.says("mijn afval wil ik kwijt")
    rasa.result = saying("Limburg.net haalt het op.")
    return resident


def test_a_tap_on_a_row_is_carried_out(clarifying: Resident, rasa: FakeRasa) -> None:
    assert clarifying.taps("Huisvuil ophalen")[0].text == "Limburg.net haalt het op."
    assert rasa.asked[-1][0] == "/choice_1"
    assert ("resident", "Huisvuil ophalen") in said(clarifying.parts, clarifying.talk)


@pytest.mark.parametrize("typed", ["Huisvuil ophalen", "huisvuil ophalen", " HUISVUIL OPHALEN! "])
def test_typing_what_is_on_a_button_counts_as_tapping_it(clarifying: Resident, rasa: FakeRasa, typed: str) -> None:
    clarifying.says(typed)
    assert rasa.asked[-1][0] == "/choice_1"


def test_only_what_was_offered_last_can_be_typed(clarifying: Resident, rasa: FakeRasa) -> None:
    clarifying.says("iets heel anders vandaag")
    clarifying.says("Huisvuil ophalen")
    assert rasa.asked[-1][0] == "Huisvuil ophalen"


def test_a_tap_on_what_was_never_offered_here_is_what_stands_on_it(resident: Resident, rasa: FakeRasa) -> None:
    reply = {"id": "/forget_confirmed", "title": "Ja, wis alles"}
    resident.sends("interactive", {"type": "button_reply", "button_reply": reply})
    assert rasa.asked[-1][0] == "Ja, wis alles"


def test_a_typed_command_is_only_words(resident: Resident, rasa: FakeRasa) -> None:
    resident.says("/restart")
    assert rasa.asked[-1][0] == "restart"


def test_a_person_is_reached_with_taps_alone(resident: Resident, rasa: FakeRasa, content: Content) -> None:
    rasa.result = TurnResult(replies=(offer(content, "nl"),))
    resident.says("ik wil een mens spreken")
    rasa.down = True
    resident.taps(content.phrase("agree_button", "nl"))
    resident.taps(content.phrase("reach_chat_button", "nl"))
    told = resident.taps(content.phrase("skip_button", "nl"))
    with resident.parts.database.transaction() as session:
        (case,) = newest_cases(session)
    assert (case.channel, case.conversation_id, case.reach) == ("whatsapp", resident.talk.id, "chat")
    assert case.code in words(told)
