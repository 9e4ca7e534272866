"""A copy of the content for the tests of the checks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from civic.content.load import CONTENT_ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the content that a test may break."""
    return Path(shutil.copytree(CONTENT_ROOT, tmp_path / "content"))
