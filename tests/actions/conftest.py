"""What every test of the actions starts from."""

from __future__ import annotations

import pytest

from civic.understanding import decision
from tests.civic.understanding.fixed import FIXED


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The probabilities here are made up, so that the numbers of the decision must stay as they are."""
    monkeypatch.setattr(decision, "fitted", lambda: FIXED)
