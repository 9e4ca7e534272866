"""What was said in a case, in order: the talk before it, and the words between resident and staff since."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.privacy import mask
from gateway.store.conversations import history
from gateway.store.schema import Case, CaseMessage, TranslationState

HIDDEN = "•••"


@dataclass(frozen=True)
class Line:
    """One thing said. `sender`: resident, bot, staff or note. `translated` beside it, when there is one.

    `message`: the whole message of the chat contract, for what the bot said. `translation`: a TranslationState.
    `aside`: the resident answering the assistant (a button, a name), no part of the question. `number`: of the
    CaseMessage, for what was said in the case.
    """

    at: dt.datetime
    sender: str
    text: str
    language: str
    translated: str | None = None
    translated_language: str | None = None
    translation: str = TranslationState.NOT_NEEDED.value
    staff_id: int | None = None
    topic: str | None = None
    message: dict[str, Any] | None = None
    aside: bool = False
    number: int | None = None


def transcript(session: Session, case: Case) -> list[Line]:
    """Everything said in the case, oldest first, in the words they were said in; private numbers are hidden."""
    said = session.scalars(select(CaseMessage).where(CaseMessage.case_id == case.id).order_by(CaseMessage.id)).all()
    lines = [_line(message) for message in said]
    if case.conversation_id is not None:
        lines += [
            Line(
                at=message.created_at,
                sender=message.body["from"],
                text=hidden(message.body["text"]),
                language=message.body["language"],
                topic=message.body.get("topic"),
                message=message.body if message.body["from"] == "bot" else None,
                aside=bool(message.body.get("aside")),
            )
            for message in history(session, case.conversation_id)
            if (message.body["from"] == "bot" or message.body.get("aside"))
            and (case.closed_at is None or message.created_at <= case.closed_at)
        ]
    return sorted(lines, key=lambda line: line.at)


def _line(message: CaseMessage) -> Line:
    theirs = message.sender == "resident"
    return Line(
        at=message.at,
        sender=message.sender,
        text=hidden(message.original) if theirs else message.original,
        language=message.language,
        translated=hidden(message.translated) if message.translated and theirs else message.translated,
        translated_language=message.translated_language,
        translation=message.translation,
        staff_id=message.staff_id,
        topic=message.topic,
        number=message.id,
    )


def hidden(text: str) -> str:
    """`text` with private numbers and addresses replaced by dots."""
    masked = mask(text)
    shown = masked.text
    for token in masked.kept:
        shown = shown.replace(token, HIDDEN)
    return shown
