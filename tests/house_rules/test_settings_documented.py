"""Every setting stands in .env.example and docs/settings.md, and nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.settings import BadSettings, Settings

ROOT = Path(__file__).resolve().parents[2]
ALL = {name.upper() for name in Settings.model_fields}


def test_every_setting_is_in_the_example_file() -> None:
    named = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert named == ALL


def test_every_setting_is_documented() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE))
    assert named == ALL


def test_without_any_setting_it_works_and_secrets_are_kept(tmp_path: Path) -> None:
    first = Settings.from_env({"VAR_FOLDER": str(tmp_path)})
    again = Settings.from_env({"VAR_FOLDER": str(tmp_path)})
    assert first.secret_key == again.secret_key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("VOICE", "loud"),
        ("RASA_URL", "localhost:5005"),
        ("SECRET_KEY", "short"),
        ("LOG_LEVEL", "LOUD"),
        ("RETENTION_DAYS", "0"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSettings, match=name):
        Settings.from_env({"VAR_FOLDER": str(tmp_path), name: value})


def test_an_engine_that_needs_a_key_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="TRANSLATOR_KEY"):
        Settings.from_env({"VAR_FOLDER": str(tmp_path), "TRANSLATOR": "deepl"})
