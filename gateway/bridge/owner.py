"""Who speaks in a conversation, as its open cases say: a person, the bot while one is awaited, or the bot."""

from __future__ import annotations

from sqlalchemy import case as whichever
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.store.schema import Case, CaseState, Conversation, Owner

OPEN = (CaseState.NEW.value, CaseState.CLAIMED.value)
# Who is called or comes to the desk keeps the bot until the person writes here.
REACHED_ELSEWHERE = ("phone", "desk")


def open_cases_of(session: Session, conversation_id: str) -> list[Case]:
    """The open cases of a conversation: claimed ones first, then the newest."""
    claimed_first = whichever((Case.state == CaseState.CLAIMED.value, 0), else_=1)
    of_conversation = select(Case).where(Case.conversation_id == conversation_id, Case.state.in_(OPEN))
    return list(session.scalars(of_conversation.order_by(claimed_first, Case.id.desc())))


def settle_owner(session: Session, conversation_id: str | None) -> None:
    """Write the owner that follows from the open cases; nothing for a conversation that is gone."""
    conversation = session.get(Conversation, conversation_id) if conversation_id else None
    if conversation is None:
        return
    session.flush()
    conversation.owner = _owner(open_cases_of(session, conversation.id)).value


def _owner(cases: list[Case]) -> Owner:
    if any(case.state == CaseState.CLAIMED.value and case.reach not in REACHED_ELSEWHERE for case in cases):
        return Owner.PERSON
    return Owner.WAITING if cases else Owner.BOT
