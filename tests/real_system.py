"""The real system, started once for journeys and dialogues together, and the residents who use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from scripts.stack import Stack
from tests.journeys.resident import Resident
from tests.journeys.starting import running_system
from tests.standins.libretranslate import Asked, LibreTranslate, running_libretranslate

# What the stand-in knows of other languages; everything else it only marks.
IN_DUTCH = {
    "Who repairs the broken street lamp?": "Wie repareert de kapotte straatlamp?",
    "Qui répare le lampadaire dans ma rue ?": "Wie repareert de lantaarn in mijn straat?",
}


@pytest.fixture(scope="session")
def translator() -> Iterator[LibreTranslate]:
    """A translation server that turns some questions into Dutch and marks what it makes of our words."""

    def translate(asked: Asked) -> str:
        return IN_DUTCH.get(asked.text, f"({asked.target}) {asked.text}")

    with running_libretranslate() as server:
        server.translate = translate
        yield server


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, translator: LibreTranslate) -> Iterator[Stack]:
    """Gateway, Rasa and actions, ready; for tests that leave them as they are."""
    with running_system(tmp_path_factory.mktemp("system"), translator_url=translator.url) as system:
        yield system


@pytest.fixture(scope="session")
def url(stack: Stack) -> str:
    """Where residents and staff reach it."""
    return stack.settings.public_url


@pytest.fixture
def newcomer(url: str) -> Callable[..., Resident]:
    """Makes residents; `language` and `city` as chosen on the page."""

    def make(*, language: str | None = None, city: str | None = None) -> Resident:
        return Resident(url, language=language, city=city)

    return make


@pytest.fixture
def resident(url: str) -> Resident:
    """Someone who has chosen nothing yet."""
    return Resident(url)
