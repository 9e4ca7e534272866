"""Are the words the resident's own: no officialese, no institution of another country?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from civic.content.checks import walk
from civic.content.files import YAML_LOADER, Problem
from civic.content.load import CONTENT_ROOT, Content
from civic.content.model import LANGUAGES, PerLanguage

VOWEL_MARKS = re.compile(r"[\u064b-\u0652]")
ARABIC = re.compile(r"[\u0621-\u064a]")


class Term(NamedTuple):
    """A word to find: as the file writes it, its pattern, and what to write instead or beside it."""

    written: str
    pattern: re.Pattern[str]
    plain: str


class Explained(NamedTuple):
    """A hard word that may stand in a text which also says one of the plain ones."""

    written: str
    pattern: re.Pattern[str]
    plain: tuple[Term, ...]


class WordLists(NamedTuple):
    """Per language: the words that may not be written, and those that need their meaning beside them."""

    any_forbidden: Mapping[str, re.Pattern[str]]
    forbidden: Mapping[str, tuple[Term, ...]]
    explained: Mapping[str, tuple[Explained, ...]]


def read_word_lists(root: Path = CONTENT_ROOT) -> WordLists:
    """content/plain-words.yml and content/avoided-terms.yml."""
    plain, avoided = _read(root / "plain-words.yml"), _read(root / "avoided-terms.yml")
    never = {tag: plain.get(tag, {}).get("never", {}) | avoided.get(tag, {}) for tag in LANGUAGES}
    explain = {tag: plain.get(tag, {}).get("explain", {}) for tag in LANGUAGES}
    forbidden = {
        tag: tuple(_term(str(word), tag, str(instead)) for word, instead in words.items())
        for tag, words in never.items()
    }
    return WordLists(
        any_forbidden={tag: _pattern(words, tag) for tag, words in never.items()},
        forbidden=forbidden,
        explained={
            tag: tuple(
                Explained(word, _pattern([word], tag), tuple(_term(one, tag) for one in meanings))
                for word, meanings in words.items()
            )
            for tag, words in explain.items()
        },
    )


def find(content: Content, lists: WordLists) -> Iterator[Problem]:
    """Forbidden words in any text, phrase, organisation or glossary entry, and hard words without their meaning."""
    for told in walk.wordings(content):
        yield from _forbidden(told.path, "\n".join(walk.strings(told.wording)), told.language, lists)
        yield from _unexplained(content, told, lists)
    for language in LANGUAGES:
        for key, text in content.phrases[language].items():
            yield from _forbidden(f"texts/{language}/phrases", text, language, lists, where=f"{key}: ")
        for path, said in _short_texts(content):
            yield from _forbidden(path, said.in_language(language), language, lists)


def _short_texts(content: Content) -> Iterator[tuple[str, PerLanguage]]:
    """What stands in the three languages in one file: organisations and the glossary."""
    for body in content.organisations.values():
        yield from ((f"organisations/{body.id}.yml", said) for said in (body.names, body.does))
    for entry in content.glossary.values():
        yield from ((f"glossary/{entry.id}.yml", said) for said in (entry.title, entry.explanation))


def _forbidden(path: str, text: str, language: str, lists: WordLists, *, where: str = "") -> Iterator[Problem]:
    folded = fold(text, language)
    if not lists.any_forbidden[language].search(folded):
        return
    for term in lists.forbidden[language]:
        if term.pattern.search(folded):
            yield Problem(path, f"{where}do not write {term.written!r}, but: {term.plain}")


def _unexplained(content: Content, told: walk.Told, lists: WordLists) -> Iterator[Problem]:
    own = fold(" ".join(walk.strings(told.wording)), told.language)
    read = content.said(told.topic_id, told.language, told.city).wording
    around = fold(" ".join(walk.strings(read)), told.language)
    for hard in lists.explained[told.language]:
        if hard.pattern.search(own) and not any(plain.pattern.search(around) for plain in hard.plain):
            meanings = ", ".join(plain.written for plain in hard.plain)
            yield Problem(told.path, f"says {hard.written!r} without its meaning; use one of: {meanings}")


def fold(text: str, language: str) -> str:
    """Small letters as the language makes them (Turkish I → ı, İ → i), Arabic without vowel marks."""
    if language == "tr":
        text = text.replace("I", "ı").replace("İ", "i")
    return VOWEL_MARKS.sub("", text.lower())


def _term(written: str, language: str, plain: str = "") -> Term:
    return Term(written, _pattern([written], language), plain)


def _pattern(written: Iterable[str], language: str) -> re.Pattern[str]:
    """Any of these, as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(_alternative(str(one), language) for one in written)})(?!\w)")


def _alternative(written: str, language: str) -> str:
    """The word as a pattern. `*` at its end stands for any ending; an Arabic word may have an article and و ف ب ك ل."""
    word = fold(written.removesuffix("*"), language)
    ending = r"\w*" if written.endswith("*") else ""
    before = ""
    if ARABIC.match(word):
        article = "(?:ال|لل)" if word.startswith("ال") else "(?:ال|لل)?"
        before, word = f"[وفبكل]?{article}", word.removeprefix("ال")
    return f"{before}{re.escape(word)}{ending}"


def _read(path: Path) -> dict[str, Any]:
    raw: Any = yaml.load(path.read_text("utf-8"), Loader=YAML_LOADER)  # noqa: S506 (a safe loader)
    return dict(raw)
