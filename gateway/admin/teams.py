"""`/admin/teams`: the teams, one team, a new one, and switching one off."""

from __future__ import annotations

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnExpressionArgument, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from civic.bridge.hours import is_open
from civic.content.model import SOURCE_LANGUAGE
from gateway.admin.day_hours import week_in_words
from gateway.admin.fields import city_choices
from gateway.admin.seen import ChangedMeanwhile, lock, mark
from gateway.admin.team_form import FIELDS, NameTaken, TeamForm, save_team, team_form
from gateway.bridge.lists import OPEN
from gateway.bridge.routing import LANGUAGE_NAMES
from gateway.errors import NotFound
from gateway.services import services
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Case, StaffMember, Team, now

blueprint = Blueprint("admin_teams", __name__, url_prefix="/admin/teams", template_folder="templates")


@blueprint.get("")
def show_all() -> str:
    """Every team, those that are switched off last."""
    with services().database.transaction() as session:
        teams = session.scalars(select(Team).order_by(Team.active.desc(), func.lower(Team.name))).all()
        people = _counted(session, StaffMember.team_id, StaffMember.active)
        cases = _counted(session, Case.team_id, Case.state.in_(OPEN))
    cities = dict(city_choices(services().content))
    lines = [
        {
            "team": team,
            "languages": ", ".join(LANGUAGE_NAMES.get(language, language) for language in team.languages),
            "cities": [cities[city] for city in team.is_default_for if city in cities],
            "week": week_in_words(team.hours),
            "open": bool(team.hours) and is_open(team.hours, now()),
            "people": people.get(team.id, 0),
            "cases": cases.get(team.id, 0),
        }
        for team in teams
    ]
    return render_template("admin/teams.html", lines=lines)


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """An empty form."""
    return _show(team_form(services(), None), None)


@blueprint.post("/new")
def add() -> ResponseReturnValue:
    """Make a team."""
    return _save(None)


@blueprint.get("/<team_id>")
def show(team_id: str) -> ResponseReturnValue:
    """One team, to change."""
    team = _team(team_id)
    return _show(team_form(services(), team), team)


@blueprint.post("/<team_id>")
def change(team_id: str) -> ResponseReturnValue:
    """Change a team."""
    return _save(_team(team_id))


@blueprint.post("/<team_id>/active")
def switch(team_id: str) -> ResponseReturnValue:
    """Switch a team off, or on again; what is default for a city is not when it is off."""
    active = request.form.get("active") == "1"
    with services().database.transaction() as session:
        lock(session, Team)
        team = session.get(Team, team_id, populate_existing=True)
        if team is None:
            raise NotFound(language=SOURCE_LANGUAGE)
        if team.active != active:
            team.active = active
            team.is_default_for = team.is_default_for if active else []
            record(session, signed_in(), "team_on" if active else "team_off", team.id)
    flash(f"{team.name} staat {'weer aan' if active else 'uit'}.")
    return redirect(url_for("admin_teams.show_all"), 303)


def _save(team: Team | None) -> ResponseReturnValue:
    form = team_form(services(), team, request.form)
    if not form.validate():
        return _show(form, team, problem="fields", status=422)
    try:
        with services().database.transaction() as session:
            saved, losers = save_team(session, form, team.id if team else None, by=signed_in())
    except NameTaken:
        form.name.errors = [*form.name.errors, "Een ander team heet al zo."]
        return _show(form, team, problem="fields", status=422)
    except ChangedMeanwhile:
        return _look_again(form, _team(team.id if team else ""))
    except StoreUnavailable:
        return _show(form, team, problem="store", status=503)
    flash(f"{saved.name} is bewaard.")
    for other in losers:
        flash(f"{other.name} is niet langer het standaardteam voor een stad die je aan {saved.name} gaf.")
    return redirect(url_for("admin_teams.show_all"), 303)


def _look_again(form: TeamForm, team: Team) -> ResponseReturnValue:
    form.seen.data = mark(team, FIELDS)
    return _show(form, team, problem="changed", status=409)


def _show(form: TeamForm, team: Team | None, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    cases = 0
    if team is not None:
        with services().database.transaction() as session:
            cases = _counted(session, Case.team_id, Case.state.in_(OPEN)).get(team.id, 0)
    page = render_template("admin/team.html", form=form, team=team, problem=problem, cases=cases)
    return make_response(page, status)


def _team(team_id: str) -> Team:
    with services().database.transaction() as session:
        team = session.get(Team, team_id)
    if team is None:
        raise NotFound(language=SOURCE_LANGUAGE)
    return team


def _counted(
    session: Session, column: InstrumentedAttribute[str | None], condition: ColumnExpressionArgument[bool]
) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(condition).group_by(column))
    return {team: number for team, number in rows if team}
