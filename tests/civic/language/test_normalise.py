"""Folding for matching, and cleaning for showing."""

import random
import unicodedata

import pytest

from civic.language.normalise import clean, normalise


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Çöpü ŞİŞLİ'de kim alıyor?", "copu sisli de kim aliyor"),
        ("IĞDIR İstanbul ISPARTA", "igdir istanbul isparta"),
        ("Égouts bouchés, naïef, ĳs", "egouts bouches naief ijs"),
        ("Straße, smørrebrød, Łódź", "strasse smorrebrod lodz"),
        ("foto's van m’n huis", "foto s van m n huis"),
        ("ik@genk.be +32 (0)89", "ik genk be 32 0 89"),
        ("GRAAG!!!   nu\n\tmeteen", "graag nu meteen"),
        ("heeeeelp", "heelp"),
        ("2000 euro", "2000 euro"),
    ],
)
def test_latin_text_is_folded_to_plain_lower_case_letters(typed: str, folded: str) -> None:
    assert normalise(typed) == folded


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("أَهْلاً وَسَهْلاً", "اهلا وسهلا"),
        ("إلى آخر ٱلشارع", "الي اخر الشارع"),
        ("بلديّة جنـــك", "بلديه جنك"),
        ("مسؤول رئيس شيء", "مسوول رييس شيء"),
        ("کتاب یک گاز چاي پارک", "كتاب يك گاز چاي پارك"),
        ("٠٨٩ ۱۲۳", "089 123"),
        ("مرحبااااا!", "مرحبا"),
        ("ﷲ ﻻ", "الله لا"),
    ],
)
def test_arabic_text_is_folded_to_bare_letters(typed: str, folded: str) -> None:
    assert normalise(typed) == folded


def test_invisible_and_direction_characters_do_not_split_or_change_a_word() -> None:
    assert normalise("af\u200bval\u200f\u202e \ufeffgenk\u0000\u00ad") == "afval genk"


def test_other_scripts_keep_their_vowel_signs() -> None:
    assert normalise("हिन्दी Йод Ελλάδα") == "हिन्दी йод ελλάδα"


def test_folding_twice_changes_nothing_for_any_single_character() -> None:
    blocks = (range(0x3400), range(0xA000, 0xAC00), range(0xF900, 0x10400), range(0x1D400, 0x1F000))
    characters = (chr(code) for block in blocks for code in block)
    changed = [char for char in characters if normalise(once := normalise(char)) != once]
    assert changed == []


def test_folding_or_cleaning_twice_changes_nothing_for_random_text() -> None:
    source = random.Random(20)
    pool = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) != "Cn"]
    for _ in range(5000):
        text = "".join(source.choices(pool, k=12))
        assert normalise(normalise(text)) == normalise(text)
        assert clean(clean(text)) == clean(text)


def test_cleaning_keeps_letters_accents_and_line_breaks() -> None:
    typed = "  Çöp\u200b  kutusu\u202e\t dolu \r\n\r\n\r\n\r\nأَهْلاً ،\u200f  I'm\u0007 é\n"
    assert clean(typed) == "Çöp kutusu dolu\n\nأَهْلاً ، I'm é"


def test_text_without_anything_visible_becomes_empty() -> None:
    assert normalise("\u200b \n?!") == ""
    assert clean("\u200b \n\u2060") == ""
