"""Revisions: a short fingerprint of a Dutch wording, by which its translations know they are outdated."""

from __future__ import annotations

import hashlib
import json

from civic.content.model import Wording, WordingInCity

SAID_FIELDS = ("title", "answer", "simple", "steps", "confusion", "bring")


def revision_of(wording: Wording | WordingInCity) -> str:
    """Eight hex digits that change when, and only when, the words a resident reads change."""
    said = {field: getattr(wording, field) for field in SAID_FIELDS}
    encoded = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(encoded).hexdigest()[:8]


def is_outdated(translation: Wording | WordingInCity, *, dutch: Wording | WordingInCity) -> bool:
    """True when the Dutch wording has changed since this translation was confirmed."""
    return translation.translates != revision_of(dutch)
