"""The checks find what they are for, and the product's own content passes them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from civic.cards import card_for
from civic.content.__main__ import check, confirm, write_schemas
from civic.content.checks import find_broken, find_outdated, find_unfit, read_outdated_facts
from civic.content.load import CONTENT_ROOT, Content, ContentError, load_content, read_content
from civic.content.model import LANGUAGES
from tests.civic.content.editing import change

TEXT = "texts/{}/topics/waste/bulky-waste.yml"
SHORT = "short-titles.yml"
TODAY = dt.date(2026, 12, 1)


def problems(root: Path) -> list[str]:
    """Everything that is wrong, as lines."""
    content, found = read_content(root)
    found += find_broken(content)
    if not found:
        found += find_unfit(content, today=TODAY, outdated_facts=read_outdated_facts(root)) + find_outdated(content)
    return [str(problem) for problem in found]


def test_our_own_content_has_no_problem() -> None:
    assert problems(CONTENT_ROOT) == []


def test_all_topics_of_the_contract_are_there(content: Content) -> None:
    assert len(content.topics) == 143
    for language in LANGUAGES:
        assert content.texts[language].keys() == content.topics.keys()


@pytest.mark.parametrize(
    ("file", "fields", "expected"),
    [
        (TEXT.format("nl"), {"colour": "red"}, "colour: Extra inputs are not permitted"),
        (TEXT.format("nl"), {"answer": None}, "answer: Field required"),
        (TEXT.format("nl"), {"steps": ["Bel nu.", "Bel dan.", "Bel weer.", "Stop."]}, "steps:"),
        (TEXT.format("tr"), {"answer": "kelime " * 61}, "answer: 61 words, at most 60"),
        (TEXT.format("ar"), {"simple": "كلمة " * 26}, "simple: 26 words, at most 25"),
        (TEXT.format("ar"), {"title": "نص\u202e خفي"}, "direction control character"),
        (TEXT.format("nl"), {"title": "Grofvuil оphalen"}, "look-alike letter"),
        (TEXT.format("nl"), {"simple": "Bel 0800 90 720 voor hulp."}, "a contact detail belongs"),
        (TEXT.format("nl"), {"simple": "Ga naar Nieuw Dak."}, "old fact"),
        (TEXT.format("nl"), {"title": "Grofvuil, anders gezegd"}, "is outdated"),
        ("topics/waste/bulky-waste.yml", {"executes": "nobody"}, "unknown organisation nobody"),
        ("topics/waste/bulky-waste.yml", {"see_also": ["nothing"]}, "unknown topic nothing"),
        ("topics/waste/bulky-waste.yml", {"sources": []}, "marked sourced but names no source"),
        ("topics/waste/bulky-waste.yml", {"confidence": "draft", "ask": None}, "does not say whom to ask"),
        ("topics/waste/bulky-waste.yml", {"review_by": dt.date(2020, 1, 1)}, "had to be reviewed"),
        ("topics/waste/bulky-waste.yml", {"id": "grofvuil"}, "the file is called 'bulky-waste'"),
        ("organisations/limburg-net.yml", {"level": "county"}, "level:"),
        ("texts/tr/phrases/conversation.yml", {"city_chosen": "Tamam."}, "other {placeholders}"),
        ("texts/tr/phrases/conversation.yml", {"greeting": None}, "greeting: is missing"),
        (SHORT, {"bulky-waste": {"nl": "x" * 25, "tr": "Çöp", "ar": "نفايات"}}, "bulky-waste.nl: String should"),
        (SHORT, {"bulky-waste": {"nl": "Grofvuil"}}, "bulky-waste.tr: Field required"),
        (SHORT, {"bulky-waste": None}, "bulky-waste: is missing"),
        (SHORT, {"no-topic": {"nl": "Niets", "tr": "Yok", "ar": "لا شيء"}}, "no-topic: no such topic"),
        (SHORT, {"library": {"nl": "Pensioen", "tr": "Kütüphane", "ar": "المكتبة"}}, "library.nl: another topic"),
    ],
)
def test_each_mistake_is_found_as_path_and_problem(
    root: Path, file: str, fields: dict[str, object], expected: str
) -> None:
    change(root / file, **fields)
    found = problems(root)
    assert any(expected in line for line in found), found
    assert all(": " in line for line in found)


def test_a_missing_translation_is_found(root: Path) -> None:
    (root / TEXT.format("ar")).unlink()
    assert problems(root) == [f"{TEXT.format('ar')}: is missing"]


def test_broken_yaml_is_found(root: Path) -> None:
    (root / TEXT.format("nl")).write_text("title: [", "utf-8")
    assert any("cannot be read as YAML" in line for line in problems(root))


def test_broken_content_is_not_loaded(root: Path) -> None:
    change(root / "topics/waste/bulky-waste.yml", executes="nobody")
    with pytest.raises(ContentError, match="unknown organisation nobody"):
        load_content(root)


def test_a_changed_dutch_text_shows_dutch_first_until_someone_confirms(root: Path) -> None:
    change(root / TEXT.format("nl"), answer="Limburg.net haalt het op. Dit is nieuw.")
    content = load_content(root)
    card = card_for(content, "bulky-waste", language="tr", city=None)
    assert card["outdated"]
    assert card["text"] == "Limburg.net haalt het op. Dit is nieuw."
    assert card["language"] == "nl"
    assert card["notice"] == content.phrase("outdated_notice", "tr")
    assert check(root) == 1
    for language in ("tr", "ar"):
        assert confirm(root, language=language, topic="bulky-waste", city=None) == 0
    assert not card_for(load_content(root), "bulky-waste", language="tr", city=None)["outdated"]
    assert check(root) == 0


def test_a_draft_says_whom_to_ask(content: Content) -> None:
    drafts = [topic for topic in content.topics.values() if topic.confidence == "draft"]
    assert drafts
    for topic in drafts:
        card = card_for(content, topic.id, language="nl", city=None)
        assert card["ask"]["name"] in card["notice"]


def test_decides_and_executes_differ_where_they_do(content: Content) -> None:
    card = card_for(content, "identity-card", language="nl", city="genk")
    assert (card["decides"]["id"], card["responsible"]["id"]) == ("fod-binnenlandse-zaken", "stad-genk")


def test_the_two_cities_are_kept_apart(content: Content) -> None:
    own = {
        city.id: {
            contact.value for body in city.stands_for.values() for contact in content.organisations[body].contacts
        }
        for city in content.cities.values()
    }
    for topic in content.topics:
        for language in LANGUAGES:
            for city, other in (("genk", "beringen"), ("beringen", "genk")):
                card = card_for(content, topic, language=language, city=city)
                shown = {contact["value"] for contact in card["contacts"]}
                assert not shown & (own[other] - own[city]), (topic, city)


def test_schemas_are_written_for_every_kind_of_file(tmp_path: Path) -> None:
    assert write_schemas(tmp_path) == 0
    names = {path.name for path in tmp_path.glob("*.schema.json")}
    assert {"topic.schema.json", "wording.schema.json", "organisation.schema.json", "city.schema.json"} <= names
