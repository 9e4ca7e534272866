"""The form of a team, and what saving it does to the store."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Form, FormField, StringField
from wtforms.validators import Length, ValidationError

from civic.bridge.hours import WEEKDAYS
from gateway.admin import fields
from gateway.admin.addresses import merged, shown
from gateway.admin.day_hours import DAY_NAMES, NotHours, read_day, show_day
from gateway.admin.seen import apply, lock, mark
from gateway.services import Services
from gateway.staff.audit import record
from gateway.store.schema import StaffMember, Team

FIELDS = ("hours", "is_default_for", "languages", "name", "notify_urls")
LONGEST_ID = 40


class NameTaken(Exception):
    """Another team has this name."""


def _is_hours(form: Form, field: StringField) -> None:
    try:
        read_day(field.data or "")
    except NotHours as error:
        raise ValidationError(str(error)) from None


class HoursForm(Form):
    """A line for each day of the week; the fields are added below."""


for _day in WEEKDAYS:
    _checks = [Length(max=100, message="Neem hoogstens 100 tekens."), _is_hours]
    setattr(HoursForm, _day, StringField(DAY_NAMES[_day].capitalize(), validators=_checks))


class TeamForm(fields.AdminForm):
    """What an admin says of a team."""

    name = fields.text("Naam", longest=80, missing="Geef het team een naam.")
    languages = fields.languages()
    is_default_for = fields.boxes("Standaardteam voor")
    hours = FormField(HoursForm)
    kept = fields.kept_addresses()
    added = fields.new_addresses()


def team_form(services: Services, team: Team | None, typed: Any = None) -> TeamForm:
    """The form: empty, of a team, or as it was sent (`typed`)."""
    start = {
        "name": team.name if team else "",
        "languages": team.languages if team else ["nl"],
        "is_default_for": team.is_default_for if team else [],
        "hours": {day: show_day((team.hours if team else {}).get(day, ())) for day in WEEKDAYS},
        "kept": [address.fingerprint for address in shown(team.notify_urls)] if team else [],
        "seen": mark(team, FIELDS) if team else "",
    }
    form = TeamForm(typed, data=start)
    fields.offer(form.is_default_for, fields.city_choices(services.content))
    fields.offer_addresses(form.kept, shown(team.notify_urls) if team else ())
    return form


def save_team(session: Session, form: TeamForm, team_id: str | None, *, by: StaffMember) -> tuple[Team, list[Team]]:
    """Make or change a team and write it down; gives it, and the teams that were default for one of its cities.

    A city has one default team: the last one that says so. Raises NameTaken, ChangedMeanwhile.
    """
    lock(session, Team)
    teams = list(session.scalars(select(Team).order_by(Team.id).execution_options(populate_existing=True)))
    team = next((team for team in teams if team.id == team_id), None)
    name = form.name.data
    if any(other.name.casefold() == name.casefold() for other in teams if other is not team):
        raise NameTaken
    if team is None:
        made = Team(id=_new_id(name, {team.id for team in teams}), active=True)
        apply(made, _values(form, []), seen=None)
        session.add(made)
        session.flush()
        record(session, by, "team_added", made.id)
        return made, _take_cities(session, made, teams, by)
    values = _values(form, team.notify_urls)
    if not team.active:
        values["is_default_for"] = []
    if apply(team, values, seen=form.seen.data):
        record(session, by, "team_changed", team.id)
    return team, _take_cities(session, team, teams, by)


def _values(form: TeamForm, addresses: list[str]) -> dict[str, Any]:
    hours = {day: read_day(getattr(form.hours.form, day).data or "") for day in WEEKDAYS}
    return {
        "name": form.name.data,
        "languages": list(form.languages.data or ()),
        "is_default_for": list(form.is_default_for.data or ()),
        "hours": {day: spans for day, spans in hours.items() if spans},
        "notify_urls": merged(addresses, kept=form.kept.data or (), added=form.added.data or ()),
    }


def _take_cities(session: Session, team: Team, teams: list[Team], by: StaffMember) -> list[Team]:
    losers = [other for other in teams if other is not team and set(other.is_default_for) & set(team.is_default_for)]
    for other in losers if team.active else ():
        other.is_default_for = [city for city in other.is_default_for if city not in team.is_default_for]
        record(session, by, "team_changed", other.id)
    return losers if team.active else []


def _new_id(name: str, taken: set[str]) -> str:
    """A short name for commands and addresses: "SAAMO Genk" gives saamo-genk."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    start = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_ID - 4].strip("-") or "team"
    # "new" is the address of the empty form.
    free = (start if number == 1 else f"{start}-{number}" for number in range(1, len(taken) + 3))
    return next(candidate for candidate in free if candidate not in taken and candidate != "new")
