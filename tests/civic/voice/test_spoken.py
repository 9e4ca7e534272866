"""What a voice is handed for written words, numbers and addresses."""

from __future__ import annotations

import pytest

from civic.voice.spoken import Segment, segments, spoken_form


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("nl", "Bel 0800 90 720.", "Bel nul achthonderd, negentig, zevenhonderdtwintig."),
        ("nl", "089 65 36 00", "nul negenentachtig, vijfenzestig, zesendertig, nul nul"),
        ("nl", "+32 (0)89/65 36 00", "nul negenentachtig, vijfenzestig, zesendertig, nul nul"),
        ("nl", "0470123456", "nul vierhonderdzeventig, twaalf, vierendertig, zesenvijftig"),
        ("nl", "02 552 48 48", "nul twee, vijfhonderdtweeënvijftig, achtenveertig, achtenveertig"),
        ("tr", "0800 90 720", "sıfır sekizyüz, doksan, yediyüzyirmi"),
        ("tr", "+90 532 123 45 67", "artı doksan, beşyüzotuziki, yüzyirmiüç, kırkbeş, altmışyedi"),
        ("ar", "089 65 36 00", "0 8 9، 6 5، 3 6، 0 0"),
    ],
)
def test_phone_numbers_are_said_in_the_groups_people_use(language: str, written: str, said: str) -> None:
    assert spoken_form(written, language) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("nl", "Bel 112 of 101.", "Bel één één twee of één nul één."),
        ("nl", "Bel 1712. Of 1813?", "Bel zeventien twaalf. Of achttien dertien?"),
        ("tr", "1712'yi arayın", "on yedi, on iki'yi arayın"),
        ("tr", "112", "bir bir iki"),
        ("ar", "اتصل بالرقم 112 أو 1712.", "اتصل بالرقم 1 1 2 أو 17، 12."),
        ("nl", "de app 112 BE, in 24/7", "de app één één twee b-e, in 24, 7"),
        ("nl", "112 euro in 1712,50 of 1.712", "112 euro in 1712,50 of 1712"),
        ("nl", "112,50 % en € 101", "112,50 procent en 101 euro"),
    ],
)
def test_help_lines_are_said_as_dialled_but_amounts_are_not(language: str, written: str, said: str) -> None:
    assert spoken_form(written, language) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("nl", "Het OCMW en de vzw's", "Het o-c-m-w en de v-z-w's"),
        ("nl", "GAS-boete voor gas", "gas-boete voor gas"),
        ("nl", "FOD Financiën, UiTPAS en SAAMO", "f-o-d financiën, uit-pas en samo"),
        ("nl", "VDABX en XVDAB blijven", "VDABX en XVDAB blijven"),
        ("tr", "OCMW'ye ve Limburg.net'i", "o-se-em-veye ve Limburg nokta neti"),
        ("ar", "OCMW وVDAB", "أو سي إم في وفي دي آ بي"),
    ],
)
def test_abbreviations_sound_as_in_the_word_list(language: str, written: str, said: str) -> None:
    assert spoken_form(written, language) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("nl", "Mail info@limburg.net.", "Mail info apenstaartje limburg punt net."),
        ("tr", "info@limburg.net", "info et işareti limburg nokta net"),
        ("nl", "https://www.vdab.be/inschrijven.", "v-d-a-b punt be schuine streep inschrijven."),
        ("nl", "Zie www.genk.be/producten/detail/71/x-y?z=1!", "Zie genk punt be!"),
        ("ar", "www.genk.be", "genk نُقطة be"),
    ],
)
def test_addresses_are_said_as_on_the_phone(language: str, written: str, said: str) -> None:
    assert spoken_form(written, language) == said


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("nl", "op 03/12/2025 om 14.30 uur", "op 3 december 2025 om 14 uur 30"),
        ("nl", "2025-12-03, 14u05, 9u", "3 december 2025, 14 uur 5, 9 uur"),
        ("nl", "Open 9.00-12.00 uur.", "Open 9 uur tot 12 uur."),
        ("nl", "de 2de en 21ste keer", "de tweede en eenentwintigste keer"),
        ("nl", "€ 12,50 of 0,75 euro of 1.500 euro", "12 euro 50 of 75 cent of 1500 euro"),
        ("nl", "50 %", "50 procent"),
        ("nl", "99/99/2025", "99, 99, 2025"),
        ("tr", "03/12/2025 saat 14.30'da", "3 aralık 2025 saat ondört otuz'da"),
        ("tr", "3. kat, %50, 12,50 €", "üçüncü kat, yüzde 50, 12 avro 50 sent"),
        ("ar", "03/12/2025 الساعة 14:30", "3 ديسمبر 2025 الساعة 14 و30 دقيقة"),
        ("ar", "50% و12,5 و12,50 يورو", "50 بِالمِئة و12.5 و12 يورو و50 سنت"),
    ],
)
def test_dates_times_and_amounts_are_said_in_full(language: str, written: str, said: str) -> None:
    assert spoken_form(written, language) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("De zak (blauw) – gratis", "De zak, blauw, gratis"),
        ("zak/container en/of doos", "zak, container of doos"),
        ("Eerst dit\n- dan dat\n\nKlaar!", "Eerst dit. dan dat. Klaar!"),
        ('*Let op* "morgen" 😀', "Let op morgen"),
        ("Bewaar K7M3QF", "Bewaar K, 7, M, 3, Q, F"),
        ("\u2068Genk\u2069", "Genk"),
        ("😀 — …", "…"),
        ("'s avonds 'open' foto's", "'s avonds open foto's"),
        ("", ""),
    ],
)
def test_signs_become_pauses_or_nothing(written: str, said: str) -> None:
    assert spoken_form(written, "nl") == said


def test_an_arabic_particle_before_a_latin_name_gets_its_vowel() -> None:
    assert spoken_form("اتصل بـ Genk وBeringen", "ar") == "اتصل بِ Genk وَ Beringen"
    assert spoken_form("إطفاء Zuid-West-Limburg", "ar") == "إطفاء Zuid-West-Limburg"
    assert spoken_form("لـ Limburg.net", "ar").startswith("لِليمبورخ")


def test_latin_words_in_arabic_text_get_the_dutch_voice() -> None:
    assert segments("تقويم النفايات، afvalkalender، اليوم Genk.", "ar") == [
        Segment("تقويم النفايات،", "ar"),
        Segment("afvalkalender،", "nl"),
        Segment("اليوم", "ar"),
        Segment("Genk.", "nl"),
    ]


def test_turkish_and_dutch_keep_one_voice() -> None:
    assert segments("çöp takvimi, afvalkalender", "tr") == [Segment("çöp takvimi, afvalkalender", "tr")]
    assert segments("  ", "nl") == []


def test_another_language_is_an_error() -> None:
    with pytest.raises(AttributeError):
        spoken_form("112", "fr")
