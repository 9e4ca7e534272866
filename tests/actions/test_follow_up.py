"""Follow-ups tell about the last answer, unless they name a topic of their own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from actions import knowledge
from civic.content.load import Content
from tests.actions.conversation import run_action

WASTE = "household-waste-collection"


@dataclass
class Found:
    """A search that is its own index and finds these similarities, whatever the message."""

    found: dict[str, float]

    @property
    def index(self) -> Found:
        """Itself."""
        return self

    def similarities(self, _text: str) -> dict[str, float]:
        """What it finds."""
        return self.found


@pytest.mark.parametrize(
    ("found", "about"),
    [
        ({"ask_who_decides": 0.96, "levels-of-government": 0.58}, None),
        ({"ask_who_decides": 0.44, "levels-of-government": 0.40}, None),
        ({"ask_who_decides": 0.69, "levels-of-government": 0.80}, "levels-of-government"),
        ({"ask_who_decides": 0.70, "levels-of-government": 0.57}, "levels-of-government"),
    ],
)
def test_a_follow_up_is_about_the_last_answer_unless_a_topic_is_about_as_near(
    monkeypatch: pytest.MonkeyPatch, content: Content, found: dict[str, float], about: str | None
) -> None:
    monkeypatch.setattr(knowledge, "search", Found(found))
    ranking = (("ask_who_decides", 0.6), ("levels-of-government", 0.3))
    answer = run_action(
        "tell_who_decides", intent="ask_who_decides", text="en wie beslist dat?", ranking=ranking, last_topic=WASTE
    ).replies[0]
    assert answer.topic == about
    if about is None:
        assert content.organisation("limburg-net", "genk").names.nl in answer.text


@pytest.mark.parametrize(
    ("module", "phrase"),
    [("tell_phone", "no_topic_yet"), ("tell_who_decides", "no_topic_yet"), ("repeat", "repeat_nothing")],
)
def test_a_follow_up_without_an_answer_says_what_to_do(content: Content, module: str, phrase: str) -> None:
    assert run_action(module).replies[0].text == content.phrase(phrase, "nl")


def test_a_follow_up_that_names_its_own_topic_offers_that_topic() -> None:
    result = run_action(
        "tell_who_decides",
        text="wie beslist over de straatlamp?",
        ranking=(("ask_who_decides", 0.5), ("street-light", 0.1), ("traffic-lights", 0.09)),
    )
    assert result.replies[0].buttons[0].topic == "street-light"


def test_follow_ups_tell_what_the_card_knows(content: Content) -> None:
    assert "0800 90 720" in run_action("tell_phone", last_topic=WASTE).replies[0].text
    assert "3500 Hasselt" in run_action("tell_address", last_topic=WASTE).replies[0].text
    assert "Limburg.net" in run_action("tell_if_city", last_topic=WASTE).replies[0].text
    decides = run_action("tell_who_decides", last_topic="identity-card", city="genk").replies[0].text
    body = content.organisation("city", "genk").names.nl
    assert body in decides
