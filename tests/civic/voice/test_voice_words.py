"""content/voice.yml as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.content.load import ContentError
from civic.voice.words import read_words, say_short_numbers, say_words, spoken_words


def test_every_sound_is_given_in_three_languages_and_can_be_found() -> None:
    for written, sound in spoken_words().words.items():
        for language in ("nl", "tr", "ar"):
            assert say_words(f"x {written} y", language) == f"x {sound.in_language(language)} y"


def test_every_short_number_is_found() -> None:
    for written, sound in spoken_words().numbers.items():
        assert say_short_numbers(f"{written}.", "nl") == f"{sound.nl}."


def test_a_file_without_a_language_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "voice.yml"
    path.write_text("words: {OCMW: {nl: o-c-m-w}}", "utf-8")
    with pytest.raises(ContentError, match=r"voice\.yml: words\.OCMW\.tr"):
        read_words(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"voice\.yml: is missing"):
        read_words(tmp_path / "voice.yml")
