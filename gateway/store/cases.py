"""Opens cases once per idempotency key, and reads them for staff and residents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from civic.case_codes import new_code
from civic.content.load import Content, load_content
from gateway.bridge.owner import settle_owner
from gateway.bridge.routing import route
from gateway.bridge.words import keep_history, keep_words
from gateway.delivery.notices import Event, notify
from gateway.store.conversations import lock_conversation
from gateway.store.database import Database, StoreUnavailable
from gateway.store.numbers import HiddenNumber
from gateway.store.schema import Case, CaseEvent, CaseState, Conversation
from gateway.store.schema.conversations import WEB

ATTEMPTS = 8


@dataclass(frozen=True)
class NewCase:
    """What a case starts with; `reach` is chat, whatsapp, phone or desk."""

    channel: str
    language: str
    city: str | None = None
    neighbourhood: str | None = None
    topic: str | None = None
    question: str | None = None
    conversation: str | None = None
    reach: str = "chat"
    name: str | None = None
    phone: HiddenNumber | None = None


def open_case(
    database: Database, new: NewCase, *, key: str, by: str, content: Content | None = None
) -> tuple[Case, bool]:
    """The case for `key`, and True when it was made now; the same key always gives the same case.

    It is routed, and its team told, in the same transaction. `content`: by default what is in content/.

    Two callers at once with one key: the database's unique index decides, the loser reads the winner's case.
    """
    for _ in range(ATTEMPTS):
        try:
            with database.transaction() as session:
                existing = case_by_key(session, key)
                if existing is not None:
                    return existing, False
                return _insert(session, new, content or _own_content(), key=key, by=by), True
        except StoreUnavailable as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
    raise StoreUnavailable("no free case code")


@cache
def _own_content() -> Content:
    return load_content()


def _insert(session: Session, new: NewCase, content: Content, *, key: str, by: str) -> Case:
    conversation = lock_conversation(session, new.conversation)
    case = Case(
        code=new_code(),
        state=CaseState.NEW.value,
        idempotency_key=key,
        conversation_id=conversation.id if conversation else None,
        channel=_channel(new, conversation),
        language=new.language,
        city=new.city,
        neighbourhood=new.neighbourhood,
        topic=new.topic,
        question=new.question,
        reach=new.reach,
        name=new.name,
        sealed_phone=new.phone.sealed if new.phone else None,
        phone_hash=new.phone.hash if new.phone else None,
    )
    route(session, content, case)
    session.add(case)
    session.flush()
    session.add(CaseEvent(case_id=case.id, who=by, what="opened"))
    if conversation is not None:
        keep_history(session, case)
        settle_owner(session, conversation.id)
    elif case.question:
        keep_words(session, case, case.question, case.language, at=case.created_at)
    notify(session, case, Event.NEW_CASE)
    return case


def _channel(new: NewCase, conversation: Conversation | None) -> str:
    """Where it came from: a caller that says only that it was our page is corrected by the talk itself."""
    return conversation.channel if conversation and new.channel == WEB else new.channel


def case_by_key(session: Session, key: str) -> Case | None:
    """The case that was opened with this idempotency key."""
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
