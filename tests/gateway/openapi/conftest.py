"""A gateway that runs, for the tests of a module together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from civic.content.load import Content
from tests.gateway.openapi.running import running_gateway, running_rasa


@pytest.fixture(scope="package")
def rasa_port(content: Content) -> Iterator[int]:
    """Where the stand-in for Rasa and the actions listens."""
    with running_rasa(content) as port:
        yield port


@pytest.fixture(scope="package")
def service(rasa_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running gateway."""
    with running_gateway(tmp_path_factory.mktemp("service"), rasa_port=rasa_port) as url:
        yield url
