"""Dutch names and phone numbers keep their place in a text that is read from right to left."""

from __future__ import annotations

import re

import pytest

from gateway.whatsapp.rendering.isolating import isolate, isolated

ISOLATES = re.compile("\u2068([^\u2069]*)\u2069")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("اتصل بـ Limburg.net.", ["Limburg.net"]),
        ("النفايات (huisvuil, gft, pmd) والورق", ["huisvuil, gft, pmd"]),
        ("هاتف: 089 65 36 00", ["089 65 36 00"]),
        ("هاتف: +32 89 65 36 00 أو 0800/90720", ["+32 89 65 36 00", "0800/90720"]),
        ("عنوان: Gouverneur Verwilghensingel 32, 3500 Hasselt", ["Gouverneur Verwilghensingel 32, 3500 Hasselt"]),
        ("بريد: info@limburg.net", ["info@limburg.net"]),
        ("في l'école و Huis van het Kind؟", ["l'école", "Huis van het Kind"]),
        ("اتصل الآن بالرقم 112.", []),
    ],
)
def test_names_and_numbers_are_isolated_as_a_whole(text: str, names: list[str]) -> None:
    shown = isolate(text, "ar")
    assert ISOLATES.findall(shown) == names
    assert shown.replace("\u2068", "").replace("\u2069", "") == text


def test_other_languages_stay_as_they_are() -> None:
    for language in ("nl", "tr", "en"):
        assert isolate("Bel Limburg.net: 0800 90 720", language) == "Bel Limburg.net: 0800 90 720"
        assert isolated("Genk", language) == "Genk"


def test_what_is_isolated_already_is_not_isolated_twice() -> None:
    once = isolate("فريق \u2068SAAMO Genk\u2069 معك", "ar")
    assert once == "فريق \u2068SAAMO Genk\u2069 معك"
    assert isolate(once, "ar") == once


def test_nothing_invisible_is_put_behind_a_web_address() -> None:
    assert isolate("موقع:\nhttps://www.genk.be", "ar") == "موقع:\nhttps://www.genk.be"


def test_a_line_of_names_alone_is_still_shown_on_the_right() -> None:
    first, second = isolate("Limburg.net\nهاتف 1700", "ar").split("\n")
    assert first == "\u200f\u2068Limburg.net\u2069"
    assert second == "هاتف 1700"
