"""Says when a team that is closed now is there again, in the resident's language."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.orm import Session

from civic.bridge.hours import WEEKDAYS, is_open, opens_next
from gateway.services import Services
from gateway.store.schema import Case, Team, now


class Opening(NamedTuple):
    """When someone is there again: `day` as "maandag 30/11", `time` as "09:00"."""

    day: str
    time: str


def team_of(session: Session, case: Case) -> Team | None:
    """The team that has the case."""
    return session.get(Team, case.team_id) if case.team_id else None


def opening_words(services: Services, language: str, team: Team) -> Opening | None:
    """When someone is there again; None when the team is open now, or nobody can tell."""
    at = now()
    opens = None if is_open(team.hours, at) else opens_next(team.hours, at)
    if opens is None:
        return None
    weekday = services.content.phrase(f"weekday_{WEEKDAYS[opens.weekday()]}", language)
    return Opening(day=f"{weekday} {opens.day}/{opens.month}", time=f"{opens:%H:%M}")
