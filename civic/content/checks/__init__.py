"""Checks beyond shape. `find_broken` stops the program; the others stop a publication."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml

from civic.content.checks import fitness, glossary, parity, readability, references, short_titles, walk, words
from civic.content.checks.words import WordLists, read_word_lists
from civic.content.files import YAML_LOADER, Problem
from civic.content.load import CONTENT_ROOT, Content
from civic.content.revision import is_outdated, revision_of

__all__ = ["find_broken", "find_outdated", "find_unclear", "find_unfit", "read_outdated_facts", "read_word_lists"]


def find_broken(content: Content) -> list[Problem]:
    """Problems that make content unusable: unknown references and missing wordings."""
    found = (references.find(content), parity.find(content), glossary.find(content), short_titles.find_unknown(content))
    return sorted({problem for problems in found for problem in problems})


def find_unfit(content: Content, *, today: dt.date, outdated_facts: dict[str, str]) -> list[Problem]:
    """Problems that must not be published: length, sources, characters, old facts, review dates."""
    found = fitness.find(content, today=today, outdated_facts=outdated_facts)
    return sorted({*found, *short_titles.find_unfit(content)})


def find_unclear(content: Content, word_lists: WordLists) -> list[Problem]:
    """Texts that a resident cannot easily follow: hard to read, long sentences, words that mislead."""
    return sorted({*readability.find(content), *words.find(content, word_lists)})


def find_outdated(content: Content) -> list[Problem]:
    """Translations whose Dutch text has changed since they were confirmed."""
    return sorted(
        Problem(path, f"is outdated: the Dutch text is now {revision_of(dutch)}")
        for path, wording, dutch in walk.translations(content)
        if is_outdated(wording, dutch=dutch)
    )


def read_outdated_facts(root: Path = CONTENT_ROOT) -> dict[str, str]:
    """content/outdated-facts.yml: a regular expression → why it is old."""
    raw: Any = yaml.load((root / "outdated-facts.yml").read_text("utf-8"), Loader=YAML_LOADER)  # noqa: S506
    return {str(pattern): str(why) for pattern, why in raw.items()}
