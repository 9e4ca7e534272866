"""One town and one browser for all tests of access."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gateway.desk import live as desk_live
from gateway.inbox import live
from gateway.services import Services
from gateway.widget import api
from tests.access.town import Town, inhabited


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, unchanging: Services) -> Iterator[Town]:
    """A gateway with something on every page; its streams are short, so that it can stop."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "STREAM_SECONDS", 3)
        patch.setattr(desk_live, "STREAM_SECONDS", 3)
        patch.setattr(api, "STREAM_SECONDS", 3)
        with inhabited(tmp_path_factory.mktemp("town"), unchanging) as made:
            yield made
