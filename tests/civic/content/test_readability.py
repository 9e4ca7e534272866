"""The measures give what one counts by hand, and each rule of plain language can fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civic.content.checks import find_unclear, read_word_lists
from civic.content.checks.measures import (
    NAME,
    arabic_syllables,
    dutch_syllables,
    measure,
    sentences,
    turkish_syllables,
)
from civic.content.checks.readability import LIMITS, name_pattern
from civic.content.load import CONTENT_ROOT, Content, read_content
from civic.content.model import LANGUAGES
from tests.civic.content.editing import change

TEXT = "texts/{}/topics/waste/bulky-waste.yml"
CITY_TEXT = "cities/genk/texts/{}/having-a-say.yml"


def unclear(root: Path) -> list[str]:
    """Every text that is not plain, as lines."""
    content, problems = read_content(root)
    assert not problems
    return [str(problem) for problem in find_unclear(content, read_word_lists(root))]


def test_our_own_content_is_plain() -> None:
    assert unclear(CONTENT_ROOT) == []


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("kat", 1),
        ("over", 2),
        ("adres", 2),
        ("nieuwe", 2),
        ("België", 3),
        ("beantwoorden", 4),
        ("identiteitskaart", 5),
        ("VDAB", 1),
    ],
)
def test_dutch_syllables(word: str, count: int) -> None:
    assert dutch_syllables(word) == count


@pytest.mark.parametrize(("word", "count"), [("çöp", 1), ("İtfaiye", 4), ("IŞIK", 2), ("belediyenin", 5)])
def test_turkish_syllables(word: str, count: int) -> None:
    assert turkish_syllables(word) == count


@pytest.mark.parametrize(("word", "count"), [("من", 2), ("كتب", 3), ("البلدية", 6), ("للبلدية", 6), ("والبيت", 5)])
def test_arabic_letters_stand_for_syllables(word: str, count: int) -> None:
    assert arabic_syllables(word) == count


@pytest.mark.parametrize(
    ("language", "text", "score"),
    [
        # 2 sentences, 5 words, 5 syllables
        ("nl", "De kat slaapt. Bel nu!", 206.84 - 0.93 * 2.5 - 77 * 5 / 5),
        # 2 sentences, 4 words, 10 syllables
        ("tr", "Belediye bunu yapar. Sorun.", 198.825 - 2.61 * 2 - 40.175 * 10 / 4),
        # 2 sentences, 3 words, 4 + 3 + 6 letters; one is longer than five letters, one has more than four "syllables"
        ("ar", "يكتب ولد؟ البلدية.", 200.791 - 1.015 * 1.5 - 24.181 * (4 + 3 + 6 + 1 + 1 + 0) / 3),
        # and a formal ending: 7 letters with more than four
        ("ar", "يكتب ولد. يتحدثون.", 200.791 - 1.015 * 1.5 - 24.181 * (4 + 3 + 7 + 1 + 1 + 1) / 3),
    ],
)
def test_scores_are_those_counted_by_hand(language: str, text: str, score: float) -> None:
    measured = measure(sentences([text], language=language), language=language)
    assert measured is not None
    assert measured.score == pytest.approx(score)


def test_a_text_without_words_has_no_score() -> None:
    assert measure(sentences(["112?"], language="nl"), language="nl") is None


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (
            "nl",
            "Bel 070 245 245 of 112. Kijk op limburg.net/grofvuil.",
            [["Bel", NAME, "of", NAME], ["Kijk", "op", NAME]],
        ),
        ("tr", "Çöpü (huisvuil) 112'yi arayıp Genk'te sorun.", [["Çöpü", NAME, "arayıp", NAME, "sorun"]]),
        ("ar", "اتصل بـ Wonen in Limburg (شركة السكن)، قدّم طلبًا", [["اتصل", "بـ", NAME, "قدم", "طلبا"]]),
    ],
)
def test_numbers_names_and_glosses_do_not_weigh(language: str, text: str, words: list[list[str]]) -> None:
    assert sentences([text], language=language) == words


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("nl", "Bel Agentschap Wegen en Verkeer of de stad.", "Bel ¤ of de stad."),
        ("tr", "Wonen in Limburg'a ya da belediye meclisine gidin.", "¤ ya da ¤ gidin."),
        ("ar", "اذهب للمجلس البلدي أو إلى البلدية", "اذهب ¤ أو إلى البلدية"),
    ],
)
def test_the_name_of_a_body_is_one_word(content: Content, language: str, text: str, kept: str) -> None:
    assert name_pattern(content, language).sub(NAME, text) == kept


HARD = {
    "nl": "Verantwoordelijkheidstoewijzing veronderstelt overheidsdienstverleningsovereenkomsten. " * 5,
    "tr": "Belediyelerimizdekilerin değerlendirilebilirliklerini değerlendiremeyebilirsiniz. " * 5,
    "ar": "المسؤوليات والاستحقاقات المستخلصات والمستحقات. " * 5,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", [TEXT, CITY_TEXT])
def test_a_hard_text_is_named_with_its_score(root: Path, file: str, language: str) -> None:
    path = file.format(language)
    change(root / path, answer=HARD[language])
    (problem,) = [line for line in unclear(root) if line.startswith(path)]
    assert re.search(rf"is hard to read: scores -?\d+\.\d, at least {LIMITS[language].floor}", problem)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_sentence_is_found(root: Path, language: str) -> None:
    one = {"nl": "kat", "tr": "çöp", "ar": "من"}[language]
    most = LIMITS[language].longest
    path = TEXT.format(language)
    change(root / path, confusion=f"{one} " * most)
    assert unclear(root) == []
    change(root / path, confusion=f"{one} " * (most + 1))
    assert [line.partition(", at most")[0] for line in unclear(root)] == [f"{path}: a sentence of {most + 1} words"]


def test_long_sentences_on_average_are_found(root: Path) -> None:
    sentence = "kat " * 16 + ". "
    change(root / TEXT.format("nl"), answer=sentence * 3, simple=sentence, confusion=sentence, steps=[sentence])
    assert unclear(root) == [f"{TEXT.format('nl')}: 16.0 words a sentence, at most 15"]


def test_a_short_text_of_a_city_is_measured_with_the_general_text_around_it(root: Path) -> None:
    override = {language: root / f"cities/genk/texts/{language}/playground.yml" for language in LANGUAGES}
    assert all(path.exists() for path in override.values())
    change(override["nl"], steps=["Meld het aan de verantwoordelijke."])
    assert [line for line in unclear(root) if "hard to read" in line] == []


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("nl", "Gelieve te bellen.", "do not write 'gelieve', but: zeg wat je moet doen"),
        ("nl", "Indien het bovengenoemde klopt.", "do not write 'bovengenoemd*'"),
        ("tr", "İşbu mektup.", "do not write 'işbu', but: bu"),
        ("tr", "Muhtarınıza gidin.", "do not write 'muhtar*', but: belediyenin mahalle sorumlusu"),
        ("tr", "İŞKUR'a gidin.", "do not write 'İŞKUR', but: VDAB"),
        ("ar", "اذهب للمختار.", "do not write 'المختار', but: مسؤول الحي"),
        ("ar", "اكتب وفقا للقاعدة.", "do not write 'وفقًا', but: حسب"),
    ],
)
def test_a_forbidden_word_is_found_everywhere(root: Path, language: str, words: str, expected: str) -> None:
    plain = {"nl": "Haalt afval op.", "tr": "Çöp toplar.", "ar": "تجمع النفايات."}
    change(root / TEXT.format(language), confusion=words)
    change(root / f"texts/{language}/phrases/conversation.yml", help=words)
    change(root / "organisations/limburg-net.yml", does=plain | {language: words})
    paths = {line.partition(":")[0] for line in unclear(root) if expected in line}
    assert paths == {TEXT.format(language), f"texts/{language}/phrases", "organisations/limburg-net.yml"}


def test_a_word_inside_another_is_not_forbidden(root: Path) -> None:
    change(root / TEXT.format("nl"), confusion="Je bent tevreden over een conforme bril.")
    change(root / TEXT.format("tr"), confusion="Bunun kolayı var.")
    assert unclear(root) == []


def test_a_hard_word_needs_its_meaning_in_the_same_text(root: Path) -> None:
    path = TEXT.format("nl")
    change(root / path, confusion="Schrijf een verzoekschrift.")
    assert unclear(root) == [f"{path}: says 'verzoekschrift*' without its meaning; use one of: brief"]
    change(root / path, confusion="Schrijf een verzoekschrift. Dat is een brief.")
    assert unclear(root) == []


def test_every_word_in_the_lists_has_its_plain_word() -> None:
    lists = read_word_lists()
    for language in LANGUAGES:
        assert lists.forbidden[language]
        assert lists.explained[language]
        for term in lists.forbidden[language]:
            assert term.plain.strip(), term.written
