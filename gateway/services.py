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
from civic.opting_out import OptingOut, load_opting_out
from civic.search.lexical import LexicalIndex
from civic.speech.factory import build_recogniser
from civic.speech.ports import Recogniser
from civic.translation.ports import Translator
from civic.voice.library import AudioLibrary
from civic.whereabouts import Whereabouts, load_whereabouts
from gateway.clients.rasa import RasaClient
from gateway.clients.whatsapp import WhatsAppClient
from gateway.delivery.nudge import Nudge
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

    @cached_property
    def nudge(self) -> Nudge:
        """Tells the worker that something is due now."""
        return Nudge(self.settings)

    @cached_property
    def recogniser(self) -> Recogniser | None:
        """Understands voice notes, on this machine; None without SPEECH_MODEL: then a person can listen."""
        return build_recogniser(self.settings.speech_model)

    @cached_property
    def opting_out(self) -> OptingOut:
        """Recognises STOP and START."""
        return load_opting_out()

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Guesses the city and neighbourhood of a location."""
        return load_whereabouts()

    @cached_property
    def whatsapp(self) -> WhatsAppClient:
        """Sends to, and fetches from, Meta's WhatsApp; only where `settings.has_whatsapp`."""
        return WhatsAppClient(self.settings)


def services() -> Services:
    """The services of the running application."""
    return cast(Services, current_app.extensions["services"])
