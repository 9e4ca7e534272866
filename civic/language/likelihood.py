"""Letter statistics: how likely each language is, from lingua's compact models."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from lingua import IsoCode639_1, LanguageDetector, LanguageDetectorBuilder

LANGUAGES = (
    "nl", "tr", "ar", "fa", "en", "fr", "de", "es", "it", "pt", "pl", "ro", "bg", "ru", "uk",
)  # fmt: skip
# Beyond this a text says nothing new about its language, and would only take longer.
_LONGEST = 600
_SMALLEST = 1e-6


def load_models() -> None:
    """Read the models now, once for the process: it takes 0.1 s, which no message should wait for."""
    _detector()


def log_likelihoods(text: str) -> Mapping[str, float]:
    """The natural logarithm of each language's share, from 0 (sure) down to about -14."""
    values = _detector().compute_language_confidence_values(text[:_LONGEST])
    return {value.language.iso_code_639_1.name.lower(): math.log(max(value.value, _SMALLEST)) for value in values}


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    # The full models find hardly more and take 400 MB instead of 30.
    codes = [IsoCode639_1.from_str(language.upper()) for language in LANGUAGES]
    builder = LanguageDetectorBuilder.from_iso_codes_639_1(*codes)
    return builder.with_low_accuracy_mode().with_preloaded_language_models().build()
