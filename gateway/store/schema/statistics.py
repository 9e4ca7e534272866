"""Numbers about cases that are gone. They hold no code, no time of day and no words, and refer to nothing."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.schema.base import Base


class CaseCount(Base):
    """How many forgotten cases were alike: `month` ("2026-11") they were opened in, and what they were about.

    Empty text: not known, or erased with the resident's words. `team` is a team's id.
    """

    __tablename__ = "case_counts"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    city: Mapped[str] = mapped_column(String(40), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    topic: Mapped[str] = mapped_column(String(80), primary_key=True)
    team: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(12), primary_key=True)
    number: Mapped[int]
