"""Plain emergency words give the right number, and ordinary questions do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from civic.emergencies import Emergencies, Emergency, Kind, find_emergency, load_emergencies

HERE = Path(__file__).parent
TEXTS = HERE.parents[1] / "content" / "texts"
LANGUAGES = ("nl", "tr", "ar")
NUMBERS = {
    Kind.FIRE: "112",
    Kind.GAS: "112",
    Kind.MEDICAL: "112",
    Kind.SUICIDE: "1813",
    Kind.POLICE: "101",
    Kind.CHILD_LINE: "102",
    Kind.VIOLENCE: "1712",
    Kind.POISON: "070 245 245",
}


def _sentences(language: str) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load((HERE / "emergencies" / f"{language}.yml").read_text("utf-8"))
    return raw


SENTENCES = {language: _sentences(language) for language in LANGUAGES}
POSITIVE = [
    (text, Kind(kind))
    for sentences in SENTENCES.values()
    for kind, texts in sentences["positive"].items()
    for text in texts
]
NEGATIVE = [text for sentences in SENTENCES.values() for text in sentences["negative"]]


@pytest.fixture(scope="module")
def emergencies() -> Emergencies:
    return load_emergencies()


@pytest.mark.parametrize(("text", "kind"), POSITIVE)
def test_emergency_is_recognised(text: str, kind: Kind, emergencies: Emergencies) -> None:
    found = find_emergency(text, emergencies)
    assert found is not None
    assert found.kind is kind
    assert found.numbers[0] == NUMBERS[kind]


@pytest.mark.parametrize("text", NEGATIVE)
def test_ordinary_question_is_no_emergency(text: str, emergencies: Emergencies) -> None:
    assert find_emergency(text, emergencies) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_sentences(language: str) -> None:
    positive = SENTENCES[language]["positive"]
    assert set(positive) == set(Kind)
    assert sum(map(len, positive.values())) >= 25
    assert len(SENTENCES[language]["negative"]) >= 30


def test_most_urgent_kind_wins(emergencies: Emergencies) -> None:
    found = find_emergency("mijn kind heeft bleekwater gedronken en is bewusteloos", emergencies)
    assert found == Emergency(Kind.MEDICAL, ("112",))


def test_whole_sentence_phrase_needs_the_whole_sentence(emergencies: Emergencies) -> None:
    assert find_emergency("Ambulance! Snel!", emergencies) == Emergency(Kind.MEDICAL, ("112",))
    assert find_emergency("hoe groot is een ambulance", emergencies) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x01\x1b[31m",
        "\ud800\udfff",
        "b\u200br\u200ba\u200bn",
        "\u202e\u2066\ufeff",
        "ـــــ",
        "*|...=",
        "🔥" * 500,
        "a" * 100_000,
        "." * 100_000,
        "brandhout " * 10_000,
        "\u0301" * 3000,
    ],
)
def test_odd_text_is_no_emergency_and_raises_nothing(text: str, emergencies: Emergencies) -> None:
    assert find_emergency(text, emergencies) is None


@pytest.mark.parametrize("text", ["br\u200band", "𝐛𝐫𝐚𝐧𝐝", "حـــريق", "حريييييق", "YANGİN", "\x07brand\x07"])
def test_disguised_words_are_recognised(text: str, emergencies: Emergencies) -> None:
    found = find_emergency(text, emergencies)
    assert found is not None
    assert found.kind is Kind.FIRE


def test_only_the_start_of_a_very_long_text_counts(emergencies: Emergencies) -> None:
    assert find_emergency("brand " + "a " * 50_000, emergencies) is not None
    assert find_emergency("a " * 50_000 + "brand", emergencies) is None


@pytest.mark.parametrize(
    "phrase",
    [
        "...",
        "brand ...",
        "auto-ongeval",
        "a|| b",
        "!!",
        "brand + ...",
        "=brand + huis",
        "@x",
        "!brand",
        "brand + !",
        "~",
    ],
)
def test_a_phrase_that_means_nothing_is_refused(phrase: str, emergencies: Emergencies) -> None:
    with pytest.raises(ValidationError):
        _with_phrase(phrase, emergencies)


def test_a_missing_kind_or_an_unknown_field_is_refused(emergencies: Emergencies) -> None:
    raw = emergencies.model_dump(mode="json")
    with pytest.raises(ValidationError, match="extra"):
        Emergencies.model_validate({**raw, "other": 1})
    del raw["kinds"]["gas"]
    with pytest.raises(ValidationError, match="gas"):
        Emergencies.model_validate(raw)


def _with_phrase(phrase: str, emergencies: Emergencies) -> Emergencies:
    raw = emergencies.model_dump(mode="json")
    raw["kinds"]["fire"]["words"]["nl"] = [phrase]
    return Emergencies.model_validate(raw)


def test_what_must_be_absent_keeps_a_phrase_from_fitting(emergencies: Emergencies) -> None:
    changed = _with_phrase("xyzzy + plugh + !grue|troll ... weg", emergencies)
    assert find_emergency("plugh en xyzzy", changed) is not None
    assert find_emergency("plugh en xyzzy, troll is weg", changed) is None


@pytest.mark.parametrize("text", ["ma7bousa", "mahboosa", "m7bosa", "MA7BOUSSA"])
def test_arabic_in_latin_letters_is_found_by_its_sound(text: str, emergencies: Emergencies) -> None:
    assert find_emergency(text, _with_phrase("~ma7bousa", emergencies)) is not None
    assert find_emergency(text[1:], _with_phrase("~ma7bousa", emergencies)) is None


@pytest.mark.parametrize("text", ["يتنفس", "كيتنفس", "ديتنفس", "سيتنفس", "وكيتنفسش"])
def test_what_is_stuck_to_an_arabic_verb_is_no_hindrance(text: str, emergencies: Emergencies) -> None:
    assert find_emergency(text, _with_phrase("يتنفس", emergencies)) is not None


def test_an_arabic_verb_keeps_its_no(emergencies: Emergencies) -> None:
    changed = _with_phrase("مايتنفس", emergencies)
    assert find_emergency("ماكيتنفسش", changed) is not None
    assert find_emergency("كيتنفس", changed) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_names_every_number(language: str, emergencies: Emergencies) -> None:
    said = yaml.safe_load((TEXTS / language / "phrases" / "emergencies.yml").read_text("utf-8"))
    assert set(said) == {f"emergency_{kind}" for kind in (*Kind, "perhaps")}
    for kind, words in emergencies.kinds.items():
        text = said[f"emergency_{kind}"]
        positions = [text.find(number) for number in words.numbers]
        assert min(positions) >= 0, text
        assert positions[0] == min(positions), text
        assert positions[0] < 20, text
