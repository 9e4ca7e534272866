"""Every card in every language and city, with and without voice, is within WhatsApp's limits and says everything."""

from __future__ import annotations

from typing import Any

import pytest

from civic.cards import answer_with
from civic.content.load import Content
from civic.content.model import LANGUAGES
from civic.replies import Reply
from gateway.whatsapp.rendering import render
from tests.gateway.whatsapp.rendering.showing import SLOW_SOUND, SOUND, message, shown, sounds, titles

MARKUP = ("*", "~", "```")


def bare(sent: list[Any]) -> str:
    """All words without invisible signs."""
    return "\n".join(each.text for each in sent).translate({0x2068: None, 0x2069: None, 0x200F: None})


@pytest.mark.parametrize("voice", [False, True], ids=["read", "spoken"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_taken_by_whatsapp_and_loses_no_word(content: Content, language: str, voice: bool) -> None:
    for topic in content.topics:
        for city in (None, *content.cities):
            said = message(answer_with(content, topic, language=language, city=city))
            sent = shown(said, content, voice=voice)
            words, card = bare(sent), said["card"]
            expected = [card["title"], card["text"], *card["steps"], card["confusion"], *card["bring"]]
            expected += [contact["value"] for contact in card["contacts"]]
            expected += [card["responsible"]["name"], card["decides"]["name"]]
            if card.get("dutch") and not card["outdated"]:
                expected += [card["dutch"]["title"], card["dutch"]["text"]]
            assert [each for each in expected if each not in words] == [], (topic, city)
            assert len(sent) <= (3 if voice else 2), (topic, city)
            assert sounds(sent) == ([SOUND] if voice else []), (topic, city)


def test_no_text_of_ours_has_signs_that_whatsapp_takes_for_markup(content: Content) -> None:
    for language in LANGUAGES:
        for topic in content.topics:
            card = answer_with(content, topic, language=language, city=None).card or {}
            words = [card["title"], card["text"], *card["steps"], card["confusion"], *card["bring"]]
            assert not [sign for sign in MARKUP if any(sign in each for each in words)], (topic, language)


def test_a_translation_says_so_and_brings_the_dutch_text(content: Content) -> None:
    answer, dutch = shown(message(answer_with(content, "bulky-waste", language="tr", city="genk")), content)
    assert content.phrase("ui_translated", "tr") in answer.text
    assert content.texts["nl"]["bulky-waste"].answer in dutch.text
    assert dutch.text.startswith(content.phrase("ui_dutch_text", "tr"))


def test_arabic_cards_isolate_numbers_and_dutch_names(content: Content) -> None:
    answer, dutch = shown(
        message(answer_with(content, "household-waste-collection", language="ar", city="genk")), content
    )
    assert "\u20680800 90 720\u2069" in answer.text
    assert "\u2068huisvuil, gft, pmd\u2069" in answer.text
    assert "\n\u200f" not in dutch.text


def test_a_draft_says_that_it_is_not_checked(content: Content) -> None:
    topic = next(topic for topic in content.topics.values() if topic.confidence == "draft")
    (answer, *_) = shown(message(answer_with(content, topic.id, language="nl", city="genk")), content)
    assert "⚠️" in answer.text


def test_a_simpler_answer_is_shorter(content: Content) -> None:
    full = answer_with(content, "identity-card", language="nl", city="genk")
    card: dict[str, Any] = full.card or {}
    simple = full.model_copy(update={"text": card["simple"]})
    assert card["confusion"] not in bare(shown(message(simple), content))
    assert len(bare(shown(message(simple), content))) < len(bare(shown(message(full), content)))


def test_who_decides_is_named_apart_only_when_it_is_another_body(content: Content) -> None:
    two = bare(shown(message(answer_with(content, "identity-card", language="nl", city="genk")), content))
    one = bare(shown(message(answer_with(content, "household-waste-collection", language="nl", city="genk")), content))
    label = content.phrase("ui_path_decides", "nl")
    assert (label in two, label in one) == (True, False)


def test_an_answer_offers_to_be_heard_and_one_that_is_spoken_to_be_slower(content: Content) -> None:
    said = message(answer_with(content, "bulky-waste", language="nl", city=None))
    assert titles(shown(said, content)) == ["🔊 Luister"]
    assert titles(shown(said, content, voice=True)) == ["Trager", "Niet meer voorlezen"]


def test_an_answer_that_was_asked_for_slowly_is_spoken_slowly(content: Content) -> None:
    said = message(answer_with(content, "bulky-waste", language="nl", city=None), slow=True)
    sent = shown(said, content)
    assert (sounds(sent), titles(sent)) == ([SLOW_SOUND], [])


def test_the_voice_note_comes_after_the_text(content: Content) -> None:
    said = message(answer_with(content, "bulky-waste", language="ar", city=None))
    assert [each.type for each in shown(said, content, voice=True)] == ["text", "interactive", "audio"]


def test_without_a_voice_nothing_is_offered_to_be_heard(content: Content) -> None:
    reply: Reply = answer_with(content, "bulky-waste", language="nl", city=None)
    said = {**message(reply), "audio": None, "audio_slow": None}
    assert [part["type"] for part in render(said, content=content, voice=True)] == ["text"]
