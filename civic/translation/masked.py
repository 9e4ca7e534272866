"""Translation that never shows an engine a personal number."""

from __future__ import annotations

from civic.privacy import lost_tokens, mask, restore
from civic.translation.ports import TranslationUnavailable, Translator


class TokenLost(TranslationUnavailable):
    """The engine dropped or changed a token, so that a number would be missing."""


def translate_masked(translator: Translator, text: str, source: str, target: str) -> str:
    """Translate `text` with its personal numbers hidden, and put them back afterwards.

    Raises:
        TokenLost: a number is missing from the translation.
        TranslationUnavailable: there is no translation.
    """
    masked = mask(text)
    translated = translator.translate(masked.text, source=source, target=target)
    lost = lost_tokens(translated, masked.kept)
    if lost:
        raise TokenLost(f"{len(lost)} of {len(masked.kept)} tokens lost")
    return restore(translated, masked.kept)
