"""The words and buttons with which a resident is brought to a person."""

from __future__ import annotations

from civic.content.load import Content
from civic.replies import Button, Kind, Reply

AGREE = "/handover_agree"
DECLINE = "/handover_decline"


def offer(content: Content, language: str, *, phrase: str = "offer") -> Reply:
    """Say what would be shared with whom, and ask for agreement."""
    return Reply(
        kind=Kind.HANDOVER,
        language=language,
        text=content.phrase(phrase, language),
        buttons=(
            Button(title=content.phrase("agree_button", language), payload=AGREE),
            Button(title=content.phrase("decline_button", language), payload=DECLINE),
        ),
    )
