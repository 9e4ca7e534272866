"""Language detection on real-life spelling, mixed languages and short replies."""

from pathlib import Path

import pytest
import yaml

from civic.language.detect import Detection, LanguageDetector

HERE = Path(__file__).parent
WORD_LISTS = HERE.parents[2] / "content" / "understanding"


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector(WORD_LISTS)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De vuilniswagen is niet langs geweest", "nl"),
        ("Amai, den vuilniskar is weeral niet gepasseerd bij ons, wa nu?", "nl"),
        ("Mijn buurman Şükrü maakt elke nacht lawaai", "nl"),
        ("Çöp kamyonu bizim mahalleye hangi gün uğruyor?", "tr"),
        ("bu hafta copu almadilar bizim sokakta niye", "tr"),
        ("Restafval gelmedi, Limburg.net mi stad mı ilgileniyor bununla?", "tr"),
        ("Wijkmanager'e mailen istiyorum Boxbergheide için, naam ne?", "tr"),
        ("متى يأتي جامع القمامة؟", "ar"),
        ("شنو هو نهار ديال huisvuil و gft فحومتنا، بغيت afvalkalender", "ar"),
        ("چاكو ماكو شلون اغير العنوان", "ar"),
        ("imta kaydouz lkamiyo dyal zbel f zen9a dyalna?", "ar"),
        ("fin kayn recyclagepark o wach khassni la carte?", "ar"),
        ("wen el ocmw, badde e7ke ma3 mosa3de ejtime3iye", "ar"),
        ("سلام، برای ثبت آدرس جدید کجا باید بروم؟", "fa"),
        ("Я потеряла документ, что мне делать?", "ru"),
        ("Γεια σας, χρειάζομαι βοήθεια", "el"),
    ],
)
@pytest.mark.parametrize("current", [None, "nl", "tr", "ar"])
def test_a_clear_message_is_recognised_whatever_came_before(
    detector: LanguageDetector, text: str, language: str, current: str | None
) -> None:
    assert detector.detect(text, current=current) == Detection(language, certain=True)


@pytest.mark.parametrize("text", ["ok", "Genk", "112", "👍", "", "Şükrü", "https://www.genk.be/afval", "rijbewijs"])
@pytest.mark.parametrize("current", ["nl", "tr", "ar", "en"])
def test_a_message_that_says_little_keeps_the_language(detector: LanguageDetector, text: str, current: str) -> None:
    assert detector.detect(text, current=current) == Detection(current, certain=False)


@pytest.mark.parametrize("text", ["Vlaamse Belastingdienst Genk", "afspraak maken stadhuis"])
@pytest.mark.parametrize("current", ["tr", "ar"])
def test_dutch_names_alone_do_not_flip_the_language(detector: LanguageDetector, text: str, current: str) -> None:
    assert detector.detect(text, current=current).language == current


@pytest.mark.parametrize(
    "text",
    [
        "aangifte yapcam",
        "klacht nasi oluyo",
        "rijbewijs degistirmek",
        "papiersiz doktora nasi gitcem",
        "gemeenteraad ne is yapiyo",
        "bijstand basladimi",
        "stadhuis nerdeydi",
        "rijbewijsin vergisi",
        "stadhuisi aramak",
        "huurwaarborg alcam",
        "recyclagepark kapandimi",
        "uitkering kesildi",
        "ocmw ne yapiyo",
        "containerpark acikmi",
        "deurwaarder geldi napcam",
    ],
)
@pytest.mark.parametrize("current", [None, "nl", "tr", "ar"])
def test_one_turkish_ending_makes_dutch_names_turkish(
    detector: LanguageDetector, text: str, current: str | None
) -> None:
    assert detector.detect(text, current=current) == Detection("tr", certain=True)


@pytest.mark.parametrize(
    "text",
    ["klacht indienen", "gemeenteraad", "huurwaarborg", "sociale woning", "bijstand aanvragen", "Aldi Genk", "gemak"],
)
@pytest.mark.parametrize("current", ["nl", "tr", "ar"])
def test_short_dutch_messages_keep_the_language(detector: LanguageDetector, text: str, current: str) -> None:
    assert detector.detect(text, current=current).language == current


@pytest.mark.parametrize(
    ("text", "language"),
    [("evet", "tr"), ("merhaba", "tr"), ("شكرا", "ar"), ("3andi mouchkil", "ar"), ("çöp", "tr")],
)
def test_one_clear_word_is_enough_to_switch(detector: LanguageDetector, text: str, language: str) -> None:
    assert detector.detect(text, current="nl") == Detection(language, certain=True)


def test_a_first_message_that_says_nothing_is_taken_for_dutch(detector: LanguageDetector) -> None:
    assert detector.detect("?", current=None) == Detection("nl", certain=False)


@pytest.mark.parametrize("current", [None, "nl"])
def test_learners_dutch_stays_dutch(detector: LanguageDetector, current: str | None) -> None:
    messages: list[str] = yaml.safe_load((HERE / "learners.yml").read_text("utf-8"))
    found = {text: detector.detect(text, current=current).language for text in messages}
    assert {text: language for text, language in found.items() if language != "nl"} == {}


@pytest.mark.parametrize("current", [None, "nl", "tr", "ar"])
def test_other_languages_are_recognised(detector: LanguageDetector, current: str | None) -> None:
    messages: dict[str, list[str]] = yaml.safe_load((HERE / "foreign.yml").read_text("utf-8"))
    pairs = [(text, language) for language, texts in messages.items() for text in texts]
    right = sum(detector.detect(text, current=current).language == own for text, own in pairs)
    assert right / len(pairs) >= 0.9


@pytest.mark.parametrize("content", ["clear: a\nshared: b\n", "{clear: a, shared: b, patterns: ['(']}"])
def test_a_broken_word_list_is_named(tmp_path: Path, content: str) -> None:
    for name in ("arabizi", "turkish", "dutch"):
        (tmp_path / f"{name}.yml").write_text(content)
    with pytest.raises(ValueError, match=r"arabizi\.yml"):
        LanguageDetector(tmp_path)
