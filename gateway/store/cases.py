"""Opens cases once per idempotency key, and reads them for staff and residents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.case_codes import new_code
from gateway.store.database import Database, StoreUnavailable
from gateway.store.schema import Case, CaseEvent, CaseState, Conversation, Owner

ATTEMPTS = 8


@dataclass(frozen=True)
class NewCase:
    """What a case starts with; `reach` is chat, phone or desk."""

    channel: str
    language: str
    city: str | None = None
    topic: str | None = None
    question: str | None = None
    conversation: str | None = None
    reach: str = "chat"
    name: str | None = None
    phone: str | None = None


def open_case(database: Database, new: NewCase, *, key: str, by: str) -> tuple[Case, bool]:
    """The case for `key`, and True when it was made now; the same key always gives the same case.

    Two callers at once with one key: the database's unique index decides, the loser reads the winner's case.
    """
    for _ in range(ATTEMPTS):
        try:
            with database.transaction() as session:
                existing = _by_key(session, key)
                if existing is not None:
                    return existing, False
                return _insert(session, new, key=key, by=by), True
        except StoreUnavailable as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
    raise StoreUnavailable("no free case code")


def _insert(session: Session, new: NewCase, *, key: str, by: str) -> Case:
    conversation = session.get(Conversation, new.conversation) if new.conversation else None
    case = Case(
        code=new_code(),
        state=CaseState.NEW.value,
        idempotency_key=key,
        conversation_id=conversation.id if conversation else None,
        channel=new.channel,
        language=new.language,
        city=new.city,
        topic=new.topic,
        question=new.question,
        reach=new.reach,
        name=new.name,
        phone=new.phone,
    )
    session.add(case)
    session.flush()
    session.add(CaseEvent(case_id=case.id, who=by, what="opened"))
    if conversation is not None:
        conversation.owner = Owner.WAITING.value
    return case


def _by_key(session: Session, key: str) -> Case | None:
    return session.scalars(select(Case).where(Case.idempotency_key == key)).one_or_none()


def find_case(session: Session, code: str) -> Case | None:
    """The case with this code."""
    return session.scalars(select(Case).where(Case.code == code)).one_or_none()


def newest_case_of(session: Session, conversation_id: str) -> Case | None:
    """The last case that was opened in this conversation."""
    of_conversation = select(Case).where(Case.conversation_id == conversation_id)
    return session.scalars(of_conversation.order_by(Case.id.desc()).limit(1)).one_or_none()


def newest_cases(session: Session, *, limit: int = 200) -> Sequence[Case]:
    """Cases for the inbox, newest first."""
    return session.scalars(select(Case).order_by(Case.created_at.desc(), Case.id.desc()).limit(limit)).all()
