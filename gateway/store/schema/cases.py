"""Cases: questions that a person takes over, what happens to them, and what is said in them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.schema.base import Base, now


class CaseState(StrEnum):
    """The life of a case: `new` waits in the pool of its team, `claimed` has a person."""

    NEW = "new"
    CLAIMED = "claimed"
    RESOLVED = "resolved"
    UNREACHABLE = "unreachable"


class Turn(StrEnum):
    """Whose turn it is in an open case."""

    STAFF = "staff"
    RESIDENT = "resident"


class TranslationState(StrEnum):
    """What became of the translation of a relayed message.

    `in_turn`: nothing is to be translated, but earlier words of staff are, and are told first.
    """

    IN_TURN = "in_turn"
    NOT_NEEDED = "not_needed"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Case(Base):
    """A question that a person takes over.

    `team_id`: whose pool it is in, and `routed_because` why, as sentences in Dutch. `touched_at`: when a person last
    did something, or the turn came to them; claimed and untouched, it returns to the pool. `forward_to`: the team it
    will go to when the resident agrees. `outcome`: what came of it, in Dutch, told to the resident. `helped`: their
    answer to "did it help?". `sealed_phone`: the number they left, readable with SECRET_KEY only; `phone_hash`: its
    keyed hash, to find it by.
    """

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    state: Mapped[str] = mapped_column(String(12), default=CaseState.NEW)
    idempotency_key: Mapped[str] = mapped_column(String(200), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="SET NULL"))
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    city: Mapped[str | None] = mapped_column(String(40))
    neighbourhood: Mapped[str | None] = mapped_column(String(80))
    topic: Mapped[str | None] = mapped_column(String(80))
    question: Mapped[str | None] = mapped_column(Text)
    reach: Mapped[str] = mapped_column(String(10), default="chat")
    name: Mapped[str | None] = mapped_column(String(80))
    sealed_phone: Mapped[str | None] = mapped_column(Text)
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"), index=True)
    routed_because: Mapped[list[str]] = mapped_column(default=list)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    whose_turn: Mapped[str] = mapped_column(String(10), default=Turn.STAFF)
    forward_to: Mapped[str | None] = mapped_column(ForeignKey("teams.id"))
    outcome: Mapped[str | None] = mapped_column(Text)
    helped: Mapped[bool | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    touched_at: Mapped[dt.datetime] = mapped_column(default=now)
    closed_at: Mapped[dt.datetime | None]


class CaseEvent(Base):
    """Something that happened to a case: who did what, when. `detail` holds no words of the resident."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    who: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(40))
    detail: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[dt.datetime] = mapped_column(default=now)


class CaseMessage(Base):
    """Words in a case after it was opened: `sender` is resident, staff or note (for colleagues only).

    `original` is what was written, in `language`; `translated` the same in `translated_language`, when there is one.
    """

    __tablename__ = "case_messages"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    sender: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    original: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    translated: Mapped[str | None] = mapped_column(Text)
    translated_language: Mapped[str | None] = mapped_column(String(2))
    translation: Mapped[str] = mapped_column(String(12), default=TranslationState.NOT_NEEDED)
    topic: Mapped[str | None] = mapped_column(String(80))
    at: Mapped[dt.datetime] = mapped_column(default=now)

    __table_args__ = (Index("case_messages_of_case", "case_id", "id"),)


class Team(Base):
    """An organisation's people who take cases, and when they are there; switched off with `active`, never deleted.

    `hours`: by weekday (mon … sun) a list of ["09:00", "12:00"] pairs; Belgian holidays are closed. `notify_urls`:
    Apprise addresses. `is_default_for`: the cities whose cases come here when no rule fits.
    """

    __tablename__ = "teams"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    languages: Mapped[list[str]] = mapped_column(default=list)
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    notify_urls: Mapped[list[str]] = mapped_column(default=list)
    is_default_for: Mapped[list[str]] = mapped_column(default=list)
    active: Mapped[bool] = mapped_column(default=True)


class RoutingRule(Base):
    """Which team gets a case: the first rule, by `position`, whose named conditions all fit. None: does not matter.

    `topic` is a topic's id or an area's name.
    """

    __tablename__ = "routing_rules"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    position: Mapped[int]
    city: Mapped[str | None] = mapped_column(String(40))
    neighbourhood: Mapped[str | None] = mapped_column(String(80))
    language: Mapped[str | None] = mapped_column(String(2))
    topic: Mapped[str | None] = mapped_column(String(80))
    team_id: Mapped[str] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
