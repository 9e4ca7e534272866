"""What an admin should look at: cases that would reach nobody, and a channel that refuses us."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.lists import OPEN
from gateway.store.schema import Case, Role, RoutingRule, StaffMember, Team
from gateway.whatsapp.alarm import Refusal, kind_of, refused_with

# Who can take a case.
TAKES_CASES = (Role.BRIDGE.value, Role.ADMIN.value)
MENDED_BY = {
    Refusal.TOKEN: "Het token is verlopen of ingetrokken: maak een nieuw en zet het in WHATSAPP_TOKEN.",
    Refusal.RIGHTS: "Het token mag geen berichten sturen: geef het de rechten uit docs/whatsapp.md.",
    Refusal.ACCOUNT: "Kijk bij Meta wat er met het account of de betaling is.",
}


def attention(session: Session, content: Content) -> Iterator[tuple[str, str]]:
    """Each thing in one Dutch sentence, with the address of the page where it is put right."""
    teams = session.scalars(select(Team).order_by(Team.name)).all()
    active = [team for team in teams if team.active]
    for city in content.cities.values():
        if not any(city.id in team.is_default_for for team in active):
            name = city.names.in_language(SOURCE_LANGUAGE)
            yield f"{name} heeft geen standaardteam. Vragen waar geen regel op past, komen bij niemand.", _teams()
    for team in active:
        if not _people_of(session, team):
            yield f"{team.name} heeft niemand die vragen kan opnemen.", url_for("admin_people.show_all")
    off = [team.id for team in teams if not team.active]
    skipped = session.scalar(select(func.count()).select_from(RoutingRule).where(RoutingRule.team_id.in_(off)))
    if skipped:
        told = "1 regel wijst" if skipped == 1 else f"{skipped} regels wijzen"
        yield f"{told} naar een team dat uit staat.", url_for("admin_rules.show_all")
    yield from _cases(session, off)
    yield from _whatsapp(session)


def _cases(session: Session, off: list[str]) -> Iterator[tuple[str, str]]:
    lost = session.scalar(select(func.count()).where(Case.team_id.is_(None), Case.state.in_(OPEN)))
    if lost:
        told = "1 open vraag heeft" if lost == 1 else f"{lost} open vragen hebben"
        yield f"{told} geen team. Alle brugfiguren zien ze.", url_for("admin_rules.show_all")
    stuck = session.scalar(select(func.count()).where(Case.team_id.in_(off), Case.state.in_(OPEN)))
    if stuck:
        told = "1 open vraag ligt" if stuck == 1 else f"{stuck} open vragen liggen"
        yield f"{told} bij een team dat uit staat.", _teams()


def _whatsapp(session: Session) -> Iterator[tuple[str, str]]:
    code = refused_with(session)
    if code is not None:
        until = "Dit verdwijnt als er weer een bericht vertrekt."
        yield f"WhatsApp weigert onze berichten (fout {code}). {MENDED_BY[kind_of(code)]} {until}", _failed()


def _failed() -> str:
    return url_for("inbox_failures.show")


def _people_of(session: Session, team: Team) -> int:
    chosen = (StaffMember.team_id == team.id, StaffMember.active, StaffMember.role.in_(TAKES_CASES))
    return session.scalar(select(func.count()).where(*chosen)) or 0


def _teams() -> str:
    return url_for("admin_teams.show_all")
