"""Folding of typed text for matching, and gentle cleaning of text that is stored or shown.

Only the standard library is used, and nothing newer than Python 3.10, because the dialogue
engine imports this module in its own environment.
"""

import re
import unicodedata
from functools import lru_cache

# Letters without a canonical decomposition into an ASCII letter and an accent.
_LATIN = {
    "ı": "i",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "þ": "th",
    "ħ": "h",
    "ŋ": "n",
    "ŧ": "t",
    "ə": "e",
    "ɛ": "e",
    "ɣ": "gh",
}
# Hamza carriers become the bare carrier (phone keyboards make people leave the hamza out); a
# hamza that stands on its own is kept. Persian, Urdu and Maghreb shapes become the Arabic
# letter, except where they are a sound of their own (پ چ ژ گ).
_ARABIC = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ى": "ي",
    "ئ": "ي",
    "ی": "ي",
    "ې": "ي",
    "ے": "ي",
    "ۓ": "ي",
    "ؤ": "و",
    "ة": "ه",
    "ۃ": "ه",
    "ہ": "ه",
    "ۂ": "ه",
    "ھ": "ه",
    "ە": "ه",
    "ۀ": "ه",
    "ک": "ك",
    "ڪ": "ك",
    "ڭ": "گ",
    "ڨ": "گ",
    "ڤ": "ف",
}
_LETTERS = {**_LATIN, **_ARABIC}

_TATWEEL = "\u0640"
# Marks that never carry meaning here: accents left loose, Arabic vowel signs, variant selectors.
_MARKS = (
    (0x0300, 0x036F),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x08CA, 0x08FF),
    (0xFE00, 0xFE0F),
)
# Look-alikes of the apostrophe, which Unicode counts as letters.
_MODIFIER_SIGNS = (0x02B0, 0x02FF)
_LATIN_BLOCKS = ((0x00C0, 0x024F), (0x1E00, 0x1EFF))

_LONG_ARABIC = re.compile(r"([\u0620-\u065f\u066e-\u06ef\u06fa-\u06ff])\1{2,}")
_LONG_LATIN = re.compile(r"([a-z])\1{2,}")
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\v\f]")
_AROUND_NEWLINE = re.compile(r" ?\n ?")
_EMPTY_LINES = re.compile(r"\n{3,}")


def normalise(text: str) -> str:
    """Fold text to the one spelling that matching works with.

    Lower-case, one space between words, no accents, Arabic vowel signs, punctuation or
    invisible characters; all digits are 0-9. The result of a second call is the same.
    """
    visible = "".join(filter(_is_visible, unicodedata.normalize("NFKC", text)))
    lowered = unicodedata.normalize("NFKC", visible).lower()
    folded = unicodedata.normalize("NFKC", "".join(map(_fold, lowered)))
    shortened = _LONG_LATIN.sub(r"\1\1", _LONG_ARABIC.sub(r"\1", folded))
    return " ".join(shortened.split())


def clean(text: str) -> str:
    """Remove what cannot be seen and superfluous blanks, without changing a letter.

    New lines stay, with at most one empty line between two lines of text.
    """
    lines = _LINE_ENDS.sub("\n", text)
    visible = "".join(filter(_is_visible, lines))
    single = _AROUND_NEWLINE.sub("\n", _BLANKS.sub(" ", visible))
    return _EMPTY_LINES.sub("\n\n", single).strip()


@lru_cache(maxsize=4096)
def _is_visible(char: str) -> bool:
    if char.isspace():
        return True
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs")


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    code = ord(char)
    if char.isascii():
        return char if char.isalnum() else " "
    if char == _TATWEEL or _within(code, *_MARKS):
        return ""
    if char in _LETTERS:
        return _LETTERS[char]
    if unicodedata.decimal(char, None) is not None:
        return str(unicodedata.decimal(char))
    if _within(code, *_LATIN_BLOCKS):
        return _bare_latin(char)
    return char if _is_part_of_word(char) else " "


def _bare_latin(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    if base.isascii() or base in _LATIN:
        return _LATIN.get(base, base)
    return char if _is_part_of_word(char) else " "


def _is_part_of_word(char: str) -> bool:
    if _within(ord(char), _MODIFIER_SIGNS):
        return False
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def _within(code: int, *blocks: tuple[int, int]) -> bool:
    return any(first <= code <= last for first, last in blocks)
