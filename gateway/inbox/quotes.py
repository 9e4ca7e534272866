"""The resident's words that say best what a case is about, with the Dutch beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.transcript import hidden
from gateway.bridge.words import RESIDENT, STAFF
from gateway.store.schema import Case, CaseMessage, TranslationState

# "I want a person" is often the last thing said before a case opens: among the last few, the longest is the question.
LOOKED_AT = 5


@dataclass(frozen=True)
class Quote:
    """`text` in `language` as it was written, private numbers hidden; `dutch`: the same in Dutch, when there is one."""

    text: str
    language: str
    dutch: str | None
    pending: bool = False

    @property
    def foreign(self) -> bool:
        """Written in another language than Dutch."""
        return self.language != SOURCE_LANGUAGE


def question_of(case: Case, said: Sequence[CaseMessage]) -> Quote | None:
    """What the resident asked before the case was opened. `said`: the messages of the case, in order."""
    before = [message for message in said if message.sender == RESIDENT and message.at <= case.created_at]
    if before:
        return _quote(max(before[-LOOKED_AT:], key=lambda message: len(message.original)))
    if case.question:
        dutch = case.question if case.language == SOURCE_LANGUAGE else None
        return Quote(hidden(case.question), case.language, hidden(dutch) if dutch else None)
    return None


def newest_of(case: Case, said: Sequence[CaseMessage]) -> Quote | None:
    """The last thing the resident said since the case was opened, as long as staff have not answered it."""
    spoken = [message for message in said if message.sender in (RESIDENT, STAFF) and message.at > case.created_at]
    return _quote(spoken[-1]) if spoken and spoken[-1].sender == RESIDENT else None


def _quote(message: CaseMessage) -> Quote:
    dutch = message.original if message.language == SOURCE_LANGUAGE else message.translated
    return Quote(
        text=hidden(message.original),
        language=message.language,
        dutch=hidden(dutch) if dutch else None,
        pending=message.translation == TranslationState.WAITING.value,
    )
