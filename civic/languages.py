"""The languages we write and those we can offer to translate; and which one a resident asks for by name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import yaml

from civic.content.load import CONTENT_ROOT
from civic.content.model import Strict
from civic.language.normalise import normalise


class OwnLanguage(Strict):
    """A language that all content is written in; `speech` is its BCP 47 tag for voices.

    `calling_codes`: of countries where it is the language, as phone numbers begin.
    """

    tag: str
    name: str
    direction: Literal["ltr", "rtl"]
    speech: str
    calling_codes: tuple[str, ...] = ()


class OtherLanguage(Strict):
    """A language we only translate by machine, with the few sentences we say in it ourselves."""

    tag: str
    name: str
    direction: Literal["ltr", "rtl"]
    offer: str
    yes: str
    no: str
    machine_notice: str
    down: str


class Languages(Strict):
    """content/languages.yml."""

    languages: tuple[OwnLanguage, ...]
    others: tuple[OtherLanguage, ...]

    @property
    def ours(self) -> tuple[OwnLanguage, ...]:
        """The languages we write."""
        return self.languages

    def of_number(self, number: str) -> str | None:
        """The tag of the language that a phone number (digits with country code) hints at, if it does."""
        return next((each.tag for each in self.languages if number.startswith(each.calling_codes)), None)

    def other(self, tag: str) -> OtherLanguage | None:
        """The language with this tag, if we have sentences in it."""
        return next((entry for entry in self.others if entry.tag == tag), None)


def load_languages(path: Path = CONTENT_ROOT / "languages.yml") -> Languages:
    """Read languages.yml; raises pydantic's ValidationError when it has another shape."""
    return Languages.model_validate(yaml.safe_load(path.read_text("utf-8")))


_NAMES = {
    "nl": (
        "nederlands",
        "vlaams",
        "hollands",
        "hollandaca",
        "felemenkce",
        "flamanca",
        "dutch",
        "neerlandais",
        "هولندي",
        "هولنديه",
        "الهولنديه",
        "بالهولندي",
        "نيرلاندي",
        "نيدرلاندز",
        "فلامانكي",
        "hollandi",
        "hulandi",
    ),
    "tr": ("turks", "turkce", "turkish", "turkse", "تركي", "تركيه", "التركيه", "بالتركي", "turki"),
    "ar": (
        "arabisch",
        "arapca",
        "arabic",
        "arabe",
        "عربي",
        "عربيه",
        "العربيه",
        "بالعربي",
        "بالعربيه",
        "العربي",
        "3arabi",
        "3arbi",
        "arabi",
        "arbi",
        "b3arabi",
        "bl3arbia",
        "3arabiya",
        "l3arbia",
    ),
}


def find_language_name(text: str) -> str | None:
    """`nl`, `tr` or `ar` when exactly one of them is named in `text`, else None."""
    words = normalise(text[:200]).split()
    named = {tag for tag, names in _NAMES.items() if any(normalise(name) in words for name in names)}
    return named.pop() if len(named) == 1 else None
