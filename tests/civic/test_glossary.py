"""Questions about a word are recognised in every language, other questions are left alone, words in texts are found."""

from __future__ import annotations

import dataclasses

import pytest

from civic.cards import WORDS_EXPLAINED, card_for
from civic.content.checks import find_broken, find_unfit
from civic.content.load import Content
from civic.content.model import LANGUAGES, GlossaryEntry
from civic.glossary import find_question, words_in
from tests.civic.content.test_content import TODAY


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("wat is een schepen?", "schepen"),
        ("wat betekent OCMW", "ocmw"),
        ("schepen betekenis", "schepen"),
        ("Hallo, wat wil het woord 'opcentiemen' zeggen?", "opcentiemen"),
        ("wa is nen deurwaarder", "gerechtsdeurwaarder"),
        ("wat is een gasboete", "gas-boete"),
        ("wat is het college?", "college"),
        ("OCMW ne demek?", "ocmw"),
        ("OCMW nedir", "ocmw"),
        ("OCMW'nin anlamı ne", "ocmw"),
        ("schepen kim", "schepen"),
        ("belediye meclisi nedir", "gemeenteraad"),
        ("KIRA TEMINATI NEDIR", "huurwaarborg"),
        ("شو يعني OCMW", "ocmw"),
        ("ما معنى OCMW", "ocmw"),
        ("شنو هو OCMW", "ocmw"),
        ("ما هو المجلس البلدي؟", "gemeenteraad"),
        ("شنو كيعني الدوميسيل", "domicilie"),
        ("chno ya3ni ocmw", "ocmw"),
        ("shu ya3ni ocmw", "ocmw"),
        ("ocmw shu ya3ni", "ocmw"),
        ("OCMW", "ocmw"),
        ("Aanslagbiljetten?", "aanslagbiljet"),
    ],
)
def test_a_question_about_a_word_is_recognised(content: Content, text: str, word: str) -> None:
    entry = find_question(text, content)
    assert entry is not None
    assert entry.id == word


@pytest.mark.parametrize(
    "text",
    [
        "waar is het OCMW?",
        "OCMW telefoon",
        "wat is het nummer van het OCMW",
        "wat is het adres van het OCMW",
        "hoe vraag ik een attest",
        "wat is mijn rijksregisternummer",
        "wat kost een attest",
        "wat is het verschil tussen een wijkmanager en een wijkinspecteur?",
        "wie is de burgemeester?",
        "belediye başkanı kim",
        "OCMW nerede",
        "OCMW ne zaman açık",
        "من هو رئيس البلدية",
        "أين OCMW",
        "fin kayn ocmw",
        "wat is het",
        "nedir",
        "شو يعني",
        "?",
    ],
)
def test_other_questions_are_left_alone(content: Content, text: str) -> None:
    assert find_question(text, content) is None


@pytest.mark.parametrize("text", ["grofvuil", "leefloon?", "klacht"])
def test_what_people_ask_for_in_one_word_is_no_question_about_it(content: Content, text: str) -> None:
    assert find_question(text, content) is None
    assert find_question(f"wat is {text}", content) is not None


@pytest.mark.parametrize("text", ["kira teminatı", "العمدة"])
def test_a_word_of_ones_own_language_alone_is_no_question(content: Content, text: str) -> None:
    assert find_question(text, content) is None


def test_every_word_is_recognised_in_every_language(content: Content) -> None:
    frames = {"nl": "wat betekent {}?", "tr": "{} ne demek?", "ar": "ما معنى {}؟"}
    for entry in content.glossary.values():
        for language, frame in frames.items():
            for form in (*entry.words.nl, *entry.words.in_language(language)):
                assert find_question(frame.format(form), content) == entry, (language, form)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Ga naar het OCMW. De GAS-boetes zijn van de stad.",
            "nl",
            [("ocmw", "OCMW"), ("gas-boete", "GAS-boetes")],
        ),
        (
            "Het college van burgemeester en schepenen beslist.",
            "nl",
            [("college", "Het college van burgemeester en schepenen")],
        ),
        ("OCMW'ye gidin, leefloon isteyin.", "tr", [("ocmw", "OCMW"), ("leefloon", "leefloon")]),
        ("BELEDİYE MECLİSİ karar verir.", "tr", [("gemeenteraad", "BELEDİYE MECLİSİ")]),
        (
            "مشغّل الشبكة هو Fluvius.",
            "ar",
            [("netbeheerder", "مشغّل الشبكة"), ("fluvius", "Fluvius")],
        ),
        ("Een schepenbank is iets anders.", "nl", []),
    ],
)
def test_words_in_a_text_are_found_where_they_stand(
    content: Content, text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    found = words_in(text, language, content)
    assert [(entry.id, text[start:end]) for entry, start, end in found] == expected


def test_a_card_explains_its_words_once_and_not_too_many(content: Content) -> None:
    for topic in content.topics:
        for language in LANGUAGES:
            card = card_for(content, topic, language=language, city=None)
            titles = [word["title"] for word in card["words"]]
            assert len(titles) == len(set(titles)) <= WORDS_EXPLAINED
            told = "\n".join((card["text"], *card["steps"], card["confusion"]))
            assert all(word["word"] in told for word in card["words"])


def problems_with(content: Content, **entries: GlossaryEntry) -> list[str]:
    """What the checks say when `entries` are in the glossary."""
    changed = dataclasses.replace(content, glossary={**content.glossary, **entries})
    return [str(each) for each in (*find_broken(changed), *find_unfit(changed, today=TODAY, outdated_facts={}))]


def test_an_unknown_topic_is_found(content: Content) -> None:
    wrong = content.glossary["schepen"].model_copy(update={"topic": "nothing"})
    assert problems_with(content, schepen=wrong) == ["glossary/schepen.yml: unknown topic nothing"]


def test_a_word_in_two_entries_is_found(content: Content) -> None:
    words = content.glossary["clb"].words.model_copy(update={"nl": ("CLB", "ocmw")})
    wrong = content.glossary["clb"].model_copy(update={"words": words})
    (found,) = problems_with(content, clb=wrong)
    assert found.endswith(("stands in clb too", "stands in ocmw too"))


def test_a_long_explanation_is_found(content: Content) -> None:
    entry = content.glossary["clb"]
    long = entry.explanation.model_copy(update={"tr": "kelime " * 21})
    wrong = entry.model_copy(update={"explanation": long})
    assert problems_with(content, clb=wrong) == ["glossary/clb.yml: explanation.tr: 21 words, at most 20"]
