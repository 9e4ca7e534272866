"""What many tests share: the real content, settings in a scratch folder, and the gateway with a scripted Rasa."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from civic.content.load import Content, load_content
from civic.voice.factory import build_library
from gateway.application import build_services, create_app
from gateway.limits import limiter
from gateway.services import Services
from gateway.settings import Settings
from gateway.store.database import Database
from tests.gateway.fake_rasa import FakeRasa

# The fixtures of everything that needs the whole running system, or a browser.
pytest_plugins = ["tests.real_system", "tests.browser"]

# These run in Rasa's environment, called by tests/bot/test_in_rasa.py.
collect_ignore = ["bot/in_rasa"]


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
