"""The same sentences as other keyboards and habits write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

TATWEEL = "\u0640"
_BARE_TURKISH = str.maketrans("çğıöşüÇĞİÖŞÜâîû", "cgiosuCGIOSUaiu")
_PERSIAN = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی"})
_VOWEL_SIGNS = ("\u064e", "\u0650", "\u064f")


def without_turkish_letters(text: str) -> str:
    """ç becomes c, ı becomes i: a keyboard without Turkish letters."""
    return text.translate(_BARE_TURKISH)


def in_capitals(text: str) -> str:
    """Turkish capitals: i becomes İ."""
    return text.replace("i", "İ").replace("ı", "I").upper()


def with_vowel_signs(text: str) -> str:
    """A short vowel on every consonant (which one does not matter for this test)."""
    told, place = [], 0
    for letter in text:
        told.append(letter)
        if "\u0628" <= letter <= "\u0648":
            told.append(_VOWEL_SIGNS[place % len(_VOWEL_SIGNS)])
            place += 1
    return "".join(told)


def stretched(text: str) -> str:
    """A tatweel inside each word of four letters or more."""
    words = (word if len(word) < 4 else f"{word[:2]}{TATWEEL}{word[2:]}" for word in text.split())
    return " ".join(words)


def in_persian_letters(text: str) -> str:
    """Yeh and kaf as a Persian keyboard gives them."""
    return text.translate(_PERSIAN)


NOISES: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "without Turkish letters": ("tr", without_turkish_letters),
    "in capitals": ("tr", in_capitals),
    "with vowel signs": ("ar", with_vowel_signs),
    "with tatweel": ("ar", stretched),
    "in Persian letters": ("ar", in_persian_letters),
}
