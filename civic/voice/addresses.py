"""E-mail and web addresses as a person would say them on the phone."""

from __future__ import annotations

import re

from civic.voice.words import Signs, spoken_words

ENDINGS = "be|net|com|org|eu|nl|info|brussels|vlaanderen"
EMAIL = re.compile(r"(?:mailto:)?(?<![\w.+-])([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
WEB = re.compile(
    r"(?<![\w@.-])(?:https?://(?:www\.)?([\w-]+(?:\.[\w-]+)+)"
    rf"|(?:www\.)?((?:[\w-]+\.)+(?:{ENDINGS})))(?![\w-])(/[^\s<>()\[\]«»\"]*)?",
    re.ASCII,
)
SAYABLE_PATH = re.compile(r"(?:/[A-Za-z][A-Za-z-]{0,19}){1,2}")


def say_addresses(text: str, language: str) -> str:
    """Addresses in words; a path too long to remember is left out: the card shows it and can be tapped."""
    text = EMAIL.sub(lambda found: _email(found[1], found[2], language), text)
    return WEB.sub(lambda found: _web(found, language), text)


def _email(name: str, host: str, language: str) -> str:
    at = spoken_words().signs.at.in_language(language)
    return f"{_parts(name, language)} {at} {_parts(host, language)}"


def _web(found: re.Match[str], language: str) -> str:
    host, path = found[1] or found[2], found[3] or ""
    if found[0] in spoken_words().words:  # Limburg.net is a name first
        return found[0]
    ending = path[len(path.rstrip(".,;:!?")) :]
    path = path.rstrip(".,;:!?").rstrip("/")
    said = _parts(host, language)
    if SAYABLE_PATH.fullmatch(path):
        slash = spoken_words().signs.slash.in_language(language)
        said += "".join(f" {slash} {_parts(part, language)}" for part in path[1:].split("/"))
    return said + ending


def _parts(address: str, language: str) -> str:
    signs = spoken_words().signs
    pieces = re.split(r"([._+-])", address)
    return " ".join(_piece(piece, signs, language) for piece in pieces if piece)


def _piece(piece: str, signs: Signs, language: str) -> str:
    named = {".": signs.dot, "-": signs.hyphen, "_": signs.underscore, "+": signs.plus}
    if piece in named:
        return named[piece].in_language(language)
    abbreviation = spoken_words().words.get(piece.upper())  # vdab.be
    return abbreviation.in_language(language) if abbreviation else piece
