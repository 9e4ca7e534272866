"""What many tests share: the real content, and settings that point at a scratch folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from civic.content.load import Content, load_content
from gateway.settings import Settings


@pytest.fixture(scope="session")
def content() -> Content:
    """The product's own content: tests of wording and cards are about it."""
    return load_content()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for one test."""
    return settings_in(tmp_path)


def settings_in(folder: Path) -> Settings:
    """Settings with a fresh SQLite file in `folder`, the local voice, no translator, no limits in the way."""
    return Settings(
        secret_key="a-key-for-tests-only",
        escalation_secret="a-secret-for-tests-only",
        database_url=f"sqlite:///{folder / 'test.db'}",
        var_folder=folder,
        translator="none",
        voice="espeak",
        actions_port=1,  # nobody listens there
        messages_per_second=1000,
        log_level="INFO",
    )
