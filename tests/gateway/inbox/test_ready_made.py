"""The ready-made phrases, in three languages."""

from __future__ import annotations

import pytest

from civic.content.load import Content
from civic.content.model import LANGUAGES
from gateway.inbox.ready_made import is_ready_made, ready_made

LONGEST_WORDS = 25


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_short_and_without_gaps(content: Content, language: str) -> None:
    phrases = ready_made(content, language)
    assert len(phrases) >= 12
    for each in phrases:
        assert len(each.told.split()) <= LONGEST_WORDS, each.key
        assert "{" not in each.told
        assert each.dutch == content.phrase(each.key, "nl")
    assert len({each.told for each in phrases}) == len(phrases)


def test_the_assistants_own_phrases_are_not_among_them(content: Content) -> None:
    assert is_ready_made(content, "bridge_more")
    assert not is_ready_made(content, "apology")
    assert not is_ready_made(content, "bridge_unknown")
