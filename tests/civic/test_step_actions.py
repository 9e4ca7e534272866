"""Which picture stands beside a step."""

from __future__ import annotations

import pytest

from civic.cards import card_for
from civic.content.load import Content
from civic.content.step_verbs import Action
from civic.step_actions import actions_of


@pytest.mark.parametrize(
    ("step", "actions"),
    [
        ("Bel het OCMW en vraag een gesprek met de sociale dienst.", [Action.CALL]),
        ("Lukt het niet? Bel 1700 of ga naar een digipunt.", [Action.CALL, Action.GO]),
        ("Ga zelf naar DVZ in Brussel en neem al je papieren mee.", [Action.GO, Action.BRING]),
        ("Ruik je gas? Ga naar buiten en bel dan 112.", [Action.GO, Action.CALL]),
        ("Loop binnen in Campus O3, Genk-Noord of Sledderlo. Of mail eerst.", [Action.GO, Action.WRITE]),
        ("Meld aan met itsme of je identiteitskaart.", [Action.WRITE]),
        ("Meld het bij de stad, met de plaats en de foto.", [Action.ASK]),
        ("Wacht op het antwoord. Dat komt binnen drie maanden.", [Action.WAIT]),
        ("Stel je vraag over je baby of kind.", [Action.ASK]),
    ],
)
def test_a_step_shows_what_it_has_you_do(content: Content, step: str, actions: list[Action]) -> None:
    assert content.step_verbs
    assert actions_of(step, content.step_verbs) == actions


@pytest.mark.parametrize(
    "step",
    [
        "Neem een foto van de schade.",
        "Zet je afval de avond ervoor buiten, of vóór 6 uur in de ochtend.",
        "Kijk op de brief wie hem stuurt.",
        "Wacht niet als je C4 er nog niet is.",
        "Verzamel de handtekeningen van inwoners.",
    ],
)
def test_a_step_without_a_picture_of_its_own_shows_none(content: Content, step: str) -> None:
    assert content.step_verbs
    assert actions_of(step, content.step_verbs) == []


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_every_card_tells_the_actions_of_each_step_in_every_language(content: Content, language: str) -> None:
    with_picture = 0
    for topic in content.topics:
        for city in (None, *content.cities):
            card = card_for(content, topic, language=language, city=city)
            assert len(card["actions"]) == len(card["steps"]), (topic, city)
            assert card["actions"] == card_for(content, topic, language="nl", city=city)["actions"]
            with_picture += any(card["actions"])
    assert with_picture >= 0.95 * len(content.topics) * (1 + len(content.cities))
