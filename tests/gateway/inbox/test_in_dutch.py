"""The Dutch of what the assistant said, found back from what the resident read."""

from __future__ import annotations

import string

import pytest

from civic.content.load import Content
from gateway.bridge.telling import FIRST_STRONG, POP
from gateway.inbox.in_dutch import DutchOfPhrases


def gaps(text: str) -> set[str]:
    """The names of the gaps in a phrase."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["tr", "ar"])
def test_every_phrase_is_found_back(content: Content, language: str) -> None:
    dutch_of = DutchOfPhrases(content)
    wrong = []
    for key, text in content.phrases[language].items():
        values = {name: "K7M3QF" if name == "code" else "Team 12" for name in gaps(text)}
        shown = content.phrase(key, language, **values)
        same = [other for other, words in content.phrases[language].items() if words == text]
        if dutch_of.find(shown, language) not in {content.phrase(other, "nl", **values) for other in same}:
            wrong.append(key)
    assert wrong == []


def test_names_in_isolates_and_days_are_put_into_dutch(content: Content) -> None:
    day = f"{content.phrase('weekday_mon', 'ar')} 30/11"
    values = {"team": f"{FIRST_STRONG}Team Noord{POP}", "day": day, "time": f"{FIRST_STRONG}09:00{POP}"}
    shown = content.phrase("case_team_closed", "ar", **values)
    told = content.phrase("case_team_closed", "nl", team="Team Noord", day="maandag 30/11", time="09:00")
    assert DutchOfPhrases(content).find(shown, "ar") == told


@pytest.mark.parametrize(("text", "language"), [("اكتب أي شيء", "ar"), ("Bonjour", "fr"), ("", "tr")])
def test_other_words_have_no_dutch(content: Content, text: str, language: str) -> None:
    assert DutchOfPhrases(content).find(text, language) is None


def test_dutch_stays_dutch(content: Content) -> None:
    assert DutchOfPhrases(content).find("Dag", "nl") == "Dag"
