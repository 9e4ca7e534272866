"""Questions that the actions ask and the gateway carries out: bringing a resident to a person, forgetting a talk."""

from __future__ import annotations

from civic.content.load import Content
from civic.replies import Button, Kind, Reply

ASK_PERSON = "/ask_person"
AGREE = "/handover_agree"
DECLINE = "/handover_decline"
FORGET_CONFIRMED = "/forget_confirmed"
FORGET_DECLINED = "/forget_declined"


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
