"""What can be tapped: buttons when they fit, else a list, else numbers; every title whole or openly shortened."""

from __future__ import annotations

from typing import Any

import pytest

from civic.consent import offer
from civic.content.load import Content
from civic.content.model import LANGUAGES
from civic.languages import load_languages
from civic.replies import Button, Kind, Reply
from gateway.whatsapp.rendering import payload_of
from tests.gateway.whatsapp.rendering.showing import message, saying, shown, titles
from tests.standins.graph.state import Sent

OTHERS = load_languages().others


def kind_of(said: dict[str, Any], content: Content) -> list[str]:
    """`button`, `list` or `text` for each message."""
    sent = shown(said, content)
    return [each.message["interactive"]["type"] if each.type == "interactive" else each.type for each in sent]


def rows_of(said: dict[str, Any], content: Content) -> list[dict[str, str]]:
    """The rows of all lists."""
    return [row for sent in shown(said, content) for row in rows_in(sent)]


def rows_in(sent: Sent) -> list[dict[str, str]]:
    """The rows of one list; none for what is no list."""
    action = (sent.message.get("interactive") or {}).get("action", {})
    return [row for section in action.get("sections", []) for row in section["rows"]]


def bare(titles: list[str]) -> list[str]:
    """Without the invisible signs around names."""
    return [title.translate({0x2068: None, 0x2069: None, 0x200F: None}) for title in titles]


def test_up_to_three_short_titles_are_buttons(content: Content) -> None:
    said = saying("Wil je dat?", "Ja", "Nee", "Overslaan")
    assert kind_of(said, content) == ["button"]
    assert titles(shown(said, content)) == ["Ja", "Nee", "Overslaan"]


def test_four_titles_or_a_longer_one_are_a_list(content: Content) -> None:
    assert kind_of(saying("Kies", "Een", "Twee", "Drie", "Vier"), content) == ["list"]
    assert kind_of(saying("Kies", "Een woord of vijf samen"), content) == ["list"]


def test_a_row_that_is_shortened_shows_the_whole_title_below(content: Content) -> None:
    (row,) = rows_of(saying("Kies", "Het winkelcentrum aan de grote markt"), content)
    assert row["title"] == "Het winkelcentrum aan…"
    assert row["description"] == "Het winkelcentrum aan de grote markt"


def test_rows_that_would_look_the_same_get_their_number(content: Content) -> None:
    rows = rows_of(saying("Kies", "Wijk rond de kerk van Sint-Jan", "Wijk rond de kerk van Sint-Piet"), content)
    assert [row["title"] for row in rows] == ["1", "2"]
    assert [row["description"] for row in rows] == ["Wijk rond de kerk van Sint-Jan", "Wijk rond de kerk van Sint-Piet"]


def test_more_than_ten_become_several_lists(content: Content) -> None:
    said = saying("In welke wijk woon je?", *(f"Wijk {number}" for number in range(1, 26)))
    sent = shown(said, content)
    assert [len(each.choices) for each in sent] == [10, 10, 5]
    assert [each.text for each in sent][1:] == [content.phrase("more_choices", "nl")] * 2
    assert titles(sent) == [f"Wijk {number}" for number in range(1, 26)]


def test_titles_too_long_for_any_row_stand_numbered_in_the_text(content: Content) -> None:
    long = ["Wie betaalt de herstelling van de stoep voor mijn deur als een boom ze omhoog duwde?", "Iets anders"]
    said = saying("Bedoel je dit?", *long)
    (sent,) = shown(said, content)
    assert sent.text == f"Bedoel je dit?\n\n1. {long[0]}\n2. {long[1]}"
    assert list(sent.choices) == ["1", "2"]
    assert payload_of(said, "2", content) == "/button_2"
    assert payload_of(said, "3", content) is None


def test_a_text_too_long_to_have_buttons_comes_before_them(content: Content) -> None:
    long = "Dit is een zin van acht woorden samen. " * 60
    first, second = shown(saying(long, "Ja", "Nee"), content)
    assert first.text == long.strip()
    assert (second.text, list(second.choices)) == (content.phrase("ui_answers", "nl"), ["Ja", "Nee", "🔊 Luister"])


def test_links_are_not_previewed(content: Content) -> None:
    (sent,) = shown(saying("Kijk op https://www.genk.be"), content)
    assert sent.message["text"] == {"body": "Kijk op https://www.genk.be", "preview_url": False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_of_ours_is_said_in_full_or_in_its_short_form(content: Content, language: str) -> None:
    keys = [key for key in content.phrases[language] if key.endswith("_button") and not key.startswith("short_")]
    for key in [*keys, "yes", "no", "clarify_none"]:
        title = content.phrase(key, language)
        found = bare(titles(shown(saying("?", title, language=language), content)))
        short = content.phrases[language].get(f"short_{key}", title)
        assert found in ([title], [short]), key
        assert "…" not in found[0], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_questions_are_reply_buttons(content: Content, language: str) -> None:
    assert kind_of(message(offer(content, language)), content) == ["button"]
    person = content.phrase("ask_person_button", language)
    assert kind_of(saying(content.phrase("unknown", language), person, language=language), content) == ["button"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_topic_has_a_row_with_its_short_title_and_the_whole_one(content: Content, language: str) -> None:
    for topic in content.topics:
        for city in (None, *content.cities):
            title = content.said(topic, language, city).wording.title
            choice = Button(title=title, payload=f"/{topic}", topic=topic)
            none = Button(title=content.phrase("clarify_none", language), payload="/none_of_these")
            said = message(Reply(kind=Kind.CLARIFY, language=language, text="?", buttons=(choice, none)))
            (sent,) = shown(said, content)
            name, *_ = bare(list(sent.choices))
            assert not name.endswith("…") or name == title, topic
            abouts = bare([row.get("description", row["title"]) for row in rows_in(sent)] or list(sent.choices))
            numbered = bare([sent.text])[0]
            assert title in abouts or title in numbered, topic
            assert next(iter(sent.choices.values())) == f"/{topic}"


@pytest.mark.parametrize("other", OTHERS, ids=lambda other: str(other.tag))
def test_offers_of_translation_fit_in_every_other_language(content: Content, other: Any) -> None:
    sent = shown(saying(other.offer, other.yes, other.no, language=other.tag), content)
    assert bare(titles(sent)) == [other.yes, other.no]


@pytest.mark.parametrize("typed", ["ja, dat is goed", "JA DAT IS GOED", "Ja, dat is goed."])
def test_what_is_typed_instead_of_tapped_is_understood(content: Content, typed: str) -> None:
    assert payload_of(message(offer(content, "nl")), typed, content) == "/handover_agree"


def test_a_short_form_may_be_typed_too(content: Content) -> None:
    said = saying("?", content.phrase("ask_person_button", "nl"))
    assert payload_of(said, "vraag een mens", content) == "/button_1"
    assert payload_of(said, "wat nu", content) is None


def test_arabic_titles_are_understood_without_the_signs_around_names(content: Content) -> None:
    said = saying("؟", "عبر WhatsApp", language="ar")
    assert payload_of(said, "عبر WhatsApp", content) == "/button_1"


def test_numbers_to_call_are_text_not_buttons(content: Content) -> None:
    call = Button(title="Bel", payload="tel:112")
    (sent,) = shown(message(Reply(kind=Kind.EMERGENCY, language="nl", text="Bel nu 112.", buttons=(call,))), content)
    assert sent.text == "Bel nu 112.\n\n📞 112"
