"""The gateway with a Rasa that the test scripts."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.voice.factory import build_library
from gateway.application import build_services, create_app
from gateway.limits import limiter
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.database import Database
from tests.conftest import settings_in
from tests.gateway.fake_rasa import FakeRasa


@pytest.fixture
def rasa() -> FakeRasa:
    """Answers every message with the phrase "greeting", until the test says otherwise."""
    return FakeRasa()


@pytest.fixture(scope="session")
def unchanging(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Services whose content, detector and index all tests share: they take a second to build and never change."""
    return build_services(settings_in(tmp_path_factory.mktemp("unchanging")))


@pytest.fixture
def parts(settings: Settings, rasa: FakeRasa, unchanging: Services) -> Services:
    """Real services around the fake Rasa, with a database and audio of this test's own."""
    database = Database(settings.database_url)
    database.migrate()
    audio = build_library(settings.voice, settings.var_folder / "audio", max_bytes=10_000_000)
    return dataclasses.replace(
        unchanging,
        settings=settings,
        database=database,
        audio=audio,
        rasa=rasa,  # type: ignore[arg-type]
    )


@pytest.fixture
def app(settings: Settings, parts: Services) -> Flask:
    """The application."""
    made = create_app(settings, parts)
    made.config["TESTING"] = True
    limiter.reset()
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()
