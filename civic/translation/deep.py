"""Translation engines of the deep-translator library, chosen by name in the settings."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from civic.translation.ports import TranslationUnavailable, Translator

SECONDS = 8.0
_AT_ONCE = 8


class Engine(StrEnum):
    """The engines that a city can choose."""

    GOOGLE = "google"
    LIBRE = "libre"
    DEEPL = "deepl"
    MYMEMORY = "mymemory"
    NONE = "none"


_CLASSES: Mapping[Engine, str] = {
    Engine.GOOGLE: "GoogleTranslator",
    Engine.LIBRE: "LibreTranslator",
    Engine.DEEPL: "DeeplTranslator",
    Engine.MYMEMORY: "MyMemoryTranslator",
}
_CALLS: Mapping[Engine, str] = {Engine.LIBRE: "LibreCalls", Engine.DEEPL: "DeeplCalls"}
_WITH_KEY = frozenset({Engine.LIBRE, Engine.DEEPL})
_NEED_KEY = frozenset({Engine.DEEPL})
# The library refuses languages (Dutch for LibreTranslate, Arabic for DeepL) that engines have
# learnt since, so it is made with a pair that it knows and given ours afterwards.
_KNOWN_PAIR: Mapping[Engine, tuple[str, str]] = {Engine.MYMEMORY: ("en-GB", "fr-FR")}
# Addresses that are out of date (LibreTranslate) or without encryption (MyMemory) in the library.
_BASE_URLS: Mapping[Engine, str] = {
    Engine.LIBRE: "https://libretranslate.com",
    Engine.MYMEMORY: "https://api.mymemory.translated.net/get",
}
_CODES: Mapping[Engine, Mapping[str, str]] = {
    Engine.GOOGLE: {"zh": "zh-CN", "he": "iw"},
    Engine.DEEPL: {"pt": "pt-PT"},
    Engine.MYMEMORY: {
        "auto": "Autodetect",
        "am": "am-ET",
        "ar": "ar-SA",
        "el": "el-GR",
        "en": "en-GB",
        "fa": "fa-IR",
        "he": "he-IL",
        "hi": "hi-IN",
        "uk": "uk-UA",
        "zh": "zh-CN",
    },
}
# MyMemory answers 200 and puts its complaint where the translation should be.
_COMPLAINTS = ("MYMEMORY WARNING", "INVALID ", "PLEASE SELECT", "QUERY LENGTH", "NO CONTENT")


class NoTranslator:
    """The engine `none`: translation is switched off."""

    def translate(self, text: str, *, source: str, target: str) -> str:
        """Always raise `TranslationUnavailable`."""
        raise TranslationUnavailable("translation is switched off")


@dataclass(frozen=True)
class DeepTranslator:
    """One engine of deep-translator; `base_url` replaces the engine's own address.

    For `libre` that is the server (`http://127.0.0.1:5000`), for `deepl` the part up to the version
    (`https://api.deepl.com/v2`), for the others the address of the call.
    """

    engine: Engine
    base_url: str | None = None
    api_key: str | None = None
    seconds: float = SECONDS
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="translate"),
        repr=False,
        compare=False,
    )

    def translate(self, text: str, *, source: str, target: str) -> str:
        """Translate `text` within `seconds`; what is blank or already in `target` comes back.

        Raises:
            TranslationUnavailable: the engine is not installed, not reachable, too slow, refuses,
                does not know a language, or answers without a translation.
        """
        if not text.strip() or source == target:
            return text
        # A thread of its own: looking up a name has no time limit that a caller can set.
        call = self._threads.submit(self._ask, text, source, target)
        try:
            answer = call.result(timeout=self.seconds)
        except Exception as error:  # the library raises about twenty kinds, with the text in some
            call.cancel()
            raise TranslationUnavailable(f"{self.engine}: {type(error).__name__}") from None
        if not isinstance(answer, str) or not answer.strip() or answer.startswith(_COMPLAINTS):
            raise TranslationUnavailable(f"{self.engine}: no translation in the answer")
        return answer

    def _ask(self, text: str, source: str, target: str) -> Any:
        library = self._make_library()
        library.source, library.target = self._code(source), self._code(target)
        base_url = self.base_url or _BASE_URLS.get(self.engine)
        if base_url:
            library._base_url = self._complete(base_url)  # only one engine has an argument for it
        return library.translate(text)

    def _make_library(self) -> Any:
        module: Any = importlib.import_module(f"deep_translator.{self.engine}")
        wire = importlib.import_module("civic.translation.wire")
        module.requests = getattr(wire, _CALLS.get(self.engine, "TimedCalls"))(self.seconds)
        source, target = _KNOWN_PAIR.get(self.engine, ("en", "fr"))
        make = getattr(module, _CLASSES[self.engine])
        if self.engine not in _WITH_KEY:
            return make(source=source, target=target)
        library = make(source=source, target=target, api_key="required by the library")
        library.api_key = self.api_key or ""
        return library

    def _code(self, language: str) -> str:
        known = _CODES.get(self.engine, {}).get(language)
        if known:
            return known
        if self.engine is Engine.MYMEMORY and language != "auto":
            return f"{language}-{language.upper()}"
        return language

    def _complete(self, base_url: str) -> str:
        # These two add the last part of the path themselves.
        return f"{base_url.rstrip('/')}/" if self.engine in _WITH_KEY else base_url


def make_translator(
    name: str, *, base_url: str | None = None, api_key: str | None = None, seconds: float = SECONDS
) -> Translator:
    """The translator for a setting: `google`, `libre`, `deepl`, `mymemory` or `none`.

    Raises:
        ValueError: there is no such engine, or it needs a key that is not there.
    """
    engine = Engine(name)
    if engine is Engine.NONE:
        return NoTranslator()
    if engine in _NEED_KEY and not api_key:
        raise ValueError(f"{engine} needs an API key")
    return DeepTranslator(engine, base_url, api_key, seconds)
