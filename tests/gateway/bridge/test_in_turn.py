"""What staff say reaches the resident in the order in which it was said, also beside words being translated."""

from __future__ import annotations

import pytest

from civic.translation.ports import TranslationUnavailable
from gateway.bridge import life
from gateway.bridge.translating import finish_translation
from gateway.store.schema import Case, StaffMember
from tests.gateway.bridge.conftest import Bridge


def test_nothing_overtakes_words_that_are_being_translated(bridge: Bridge, turkish: Case, one: StaffMember) -> None:
    # Given an answer that waits for its translation
    life.claim(bridge.parts, turkish.code, one)
    heard = len(bridge.told(turkish))
    life.reply(bridge.parts, turkish.code, one, "Ik heb het nagekeken.")
    # When there follow at once a ready-made phrase, words in the resident's language, and a card
    life.send_phrase(bridge.parts, turkish.code, one, "thanks_reply")
    life.reply(bridge.parts, turkish.code, one, "Merhaba", language="tr")
    life.attach_card(bridge.parts, turkish.code, one, "bulky-waste")
    assert len(bridge.told(turkish)) == heard
    # Then all are told, once, as they were said
    for _ in range(2):
        bridge.translate_all()
    told = bridge.told(turkish)[heard:]
    content = bridge.parts.content
    title = content.said("bulky-waste", "tr", None).wording.title
    assert [one["card"]["title"] if one["card"] else one["text"] for one in told] == [
        "[tr] Ik heb het nagekeken.",
        content.phrase("thanks_reply", "tr"),
        "Merhaba",
        title,
    ]
    assert [one.get("notice") for one in told[1:]] == [None, None, None]
    assert told[1]["original"]["text"] == content.phrase("thanks_reply", "nl")
    assert "original" not in told[2]
    states = [message.translation for message in bridge.words(turkish)]
    assert states[-4:] == ["done", "done", "not_needed", "not_needed"]


def test_when_the_engine_is_down_what_follows_is_told_after_the_first_try(
    bridge: Bridge, turkish: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, turkish.code, one)
    first = life.reply(bridge.parts, turkish.code, one, "Tot morgen.")
    second = life.send_phrase(bridge.parts, turkish.code, one, "thanks_reply")
    bridge.translator.down = True
    with pytest.raises(TranslationUnavailable):
        finish_translation(bridge.parts, first.id)
    finish_translation(bridge.parts, second.id)
    texts = [told["text"] for told in bridge.told(turkish)]
    assert texts[-2:] == ["Tot morgen.", bridge.parts.content.phrase("thanks_reply", "tr")]
