"""The ready-made phrases: the keys of content/texts/*/phrases/bridge.yml, in the order of the Dutch file."""

from __future__ import annotations

from dataclasses import dataclass

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE

PREFIX = "bridge_"


@dataclass(frozen=True)
class ReadyMade:
    """A phrase by its key, in Dutch and as the resident reads it."""

    key: str
    dutch: str
    told: str


def ready_made(content: Content, language: str) -> list[ReadyMade]:
    """All of them, for a resident who reads `language` (nl, tr or ar)."""
    return [
        ReadyMade(key, text, content.phrase(key, language))
        for key, text in content.phrases[SOURCE_LANGUAGE].items()
        if key.startswith(PREFIX)
    ]


def is_ready_made(content: Content, key: str) -> bool:
    """True for a phrase that staff may send; other phrases are the assistant's own."""
    return key.startswith(PREFIX) and key in content.phrases[SOURCE_LANGUAGE]
