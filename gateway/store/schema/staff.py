"""Staff, what they did, and the changes of content they propose."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.schema.base import Base, now


class Role(StrEnum):
    """What someone may do. An admin may do everything but read other teams' cases."""

    BRIDGE = "bridge"
    DESK = "desk"
    EDITOR = "editor"
    ADMIN = "admin"


class StaffMember(Base):
    """Someone who may sign in; switched off with `active`, never deleted, because cases and the audit name them.

    `name` is a first name: residents see it. `quiet_from` and `quiet_until` ("22:00"): no notices in between.
    `session_mark` changes when all sessions must end. `oidc_subject`: who they are at the city's own sign-in.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(40), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"))
    languages: Mapped[list[str]] = mapped_column(default=list)
    notify_urls: Mapped[list[str]] = mapped_column(default=list)
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_until: Mapped[str | None] = mapped_column(String(5))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_used: Mapped[int | None]
    oidc_subject: Mapped[str | None] = mapped_column(String(200), unique=True, index=True)
    session_mark: Mapped[str] = mapped_column(String(32), default="")
    active: Mapped[bool] = mapped_column(default=True)


class AuditEntry(Base):
    """Who saw or did what: `subject` is a case code, a login, a team or a rule, never words of a resident."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    login: Mapped[str] = mapped_column(String(80), index=True)
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[dt.datetime] = mapped_column(default=now)


class ProposalState(StrEnum):
    """What an editor made of a proposal; `exported` ones were accepted, and are written into the files."""

    NEW = "new"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPORTED = "exported"


class Proposal(Base):
    """ "This answer was wrong or outdated": with the question, masked, as a candidate example for `topic`."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    state: Mapped[str] = mapped_column(String(10), default=ProposalState.NEW)
    problem: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    city: Mapped[str | None] = mapped_column(String(40))
    answered_topic: Mapped[str | None] = mapped_column(String(80))
    topic: Mapped[str | None] = mapped_column(String(80))
    question: Mapped[str] = mapped_column(Text)
    remark: Mapped[str | None] = mapped_column(Text)
    case_code: Mapped[str | None] = mapped_column(String(6))
    made_by: Mapped[str] = mapped_column(String(80))
    decided_by: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    decided_at: Mapped[dt.datetime | None]
