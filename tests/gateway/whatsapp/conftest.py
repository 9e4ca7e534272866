"""A gateway with WhatsApp set up, the stand-in Graph API behind it, and a resident with a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.services import Services
from gateway.settings import Settings
from tests.civic.speech.fake_recogniser import FakeRecogniser
from tests.conftest import settings_in
from tests.gateway.whatsapp.phone import Resident, posting
from tests.gateway.whatsapp.speaking import QUESTION
from tests.standins.graph.serving import running_graph
from tests.standins.graph.state import Graph


@pytest.fixture
def graph() -> Iterator[Graph]:
    """Meta's side; it reports nothing by itself."""
    with running_graph() as graph:
        graph.behaviour.reports = False
        yield graph


@pytest.fixture
def settings(tmp_path: Path, graph: Graph) -> Settings:
    """Settings with WhatsApp at the stand-in."""
    whatsapp = {name.lower(): value for name, value in graph.environment().items()}
    return Settings.model_validate({**settings_in(tmp_path).model_dump(), **whatsapp})


@pytest.fixture
def courier(parts: Services) -> Courier:
    """The worker's hands."""
    return Courier(parts, all_channels())


@pytest.fixture
def resident(graph: Graph, client: FlaskClient, courier: Courier) -> Resident:
    """Someone whose phone reaches the gateway of this test."""
    graph.hook.post = posting(client)
    return Resident(graph, courier)


@pytest.fixture
def recogniser(parts: Services) -> FakeRecogniser:
    """Understands this question, until the test says otherwise."""
    fake = FakeRecogniser(QUESTION)
    vars(parts)["recogniser"] = fake
    return fake
