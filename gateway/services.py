"""Everything a request needs, made once at start and found through `services()`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast

from flask import current_app

from civic.agreement import Agreement
from civic.content.load import Content
from civic.emergencies import Emergencies
from civic.language.detect import LanguageDetector
from civic.languages import Languages
from civic.search.lexical import LexicalIndex
from civic.translation.ports import Translator
from civic.voice.library import AudioLibrary
from gateway.clients.rasa import RasaClient
from gateway.settings import Settings
from gateway.store.database import Database
from gateway.store.numbers import Numbers


@dataclass(frozen=True)
class Services:
    """The parts that views and turns use; tests hand in fakes."""

    settings: Settings
    content: Content
    languages: Languages
    emergencies: Emergencies
    agreement: Agreement
    database: Database
    rasa: RasaClient
    detector: LanguageDetector
    search: LexicalIndex
    audio: AudioLibrary | None
    translator: Translator

    @cached_property
    def numbers(self) -> Numbers:
        """Hides and finds phone numbers, with keys made from SECRET_KEY."""
        return Numbers(self.settings.secret_key)


def services() -> Services:
    """The services of the running application."""
    return cast(Services, current_app.extensions["services"])
