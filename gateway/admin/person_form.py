"""The form of someone on the staff, and what saving it does to the store."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Form, StringField
from wtforms.validators import ValidationError

from gateway.admin import fields
from gateway.admin.addresses import merged, shown
from gateway.admin.seen import apply, lock, mark
from gateway.staff.audit import record
from gateway.store.schema import Role, StaffMember, Team
from gateway.store.staff import add_with_first_password, end_sessions, is_last_admin, is_login

FIELDS = ("languages", "name", "notify_urls", "quiet_from", "quiet_until", "role", "team_id")
# What someone may see or do hangs on these: their sessions begin anew.
MATTERS_TO_SESSIONS = ("role", "team_id")
ROLE_CHOICES = [
    (Role.BRIDGE.value, "Brugfiguur: vragen van het team"),
    (Role.DESK.value, "Digipunt: helpen aan de balie"),
    (Role.EDITOR.value, "Redacteur: voorstellen voor teksten"),
    (Role.ADMIN.value, "Beheerder: alles, ook deze pagina's"),
]
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class LastAdmin(Exception):
    """Nobody would be left who may do this."""


def _is_good_login(form: Form, field: StringField) -> None:
    if not is_login((field.data or "").lower()):
        raise ValidationError("Neem 2 tot 80 tekens: letters, cijfers en . _ @ + -.")


def _is_time(form: Form, field: StringField) -> None:
    if field.data and not _TIME.fullmatch(field.data):
        raise ValidationError("Schrijf een tijd, zoals 22:00.")


class PersonForm(fields.AdminForm):
    """What an admin says of someone; the login is chosen once, because the log names it."""

    login = fields.text("Gebruikersnaam", longest=80, missing="Kies een gebruikersnaam.")
    name = fields.text("Voornaam", longest=40, missing="Geef de voornaam: inwoners zien wie hen helpt.")
    role = fields.choice("Rol")
    team_id = fields.choice("Team", none="geen team")
    languages = fields.languages()
    quiet_from = StringField("Stil vanaf", validators=[_is_time])
    quiet_until = StringField("Stil tot", validators=[_is_time])
    kept = fields.kept_addresses()
    added = fields.new_addresses()

    def validate_team_id(self, field: Any) -> None:
        """Someone who takes cases sees those of a team."""
        if self.role.data == Role.BRIDGE.value and not field.data:
            raise ValidationError("Een brugfiguur ziet de vragen van een team. Kies er een.")

    def validate_quiet_until(self, field: Any) -> None:
        """Both or none, and not the same."""
        if bool(field.data) != bool(self.quiet_from.data):
            raise ValidationError("Vul beide tijden in, of geen van beide.")
        if field.data and field.data == self.quiet_from.data:
            raise ValidationError("Neem twee verschillende tijden.")


def person_form(session: Session, member: StaffMember | None, typed: Any = None) -> PersonForm:
    """The form: empty, of someone, or as it was sent (`typed`)."""
    start = {field: getattr(member, field) for field in FIELDS} if member else {"role": Role.BRIDGE.value}
    kept = shown(member.notify_urls) if member else []
    form = PersonForm(
        typed,
        data={
            **start,
            "team_id": (member.team_id if member else "") or "",
            "languages": member.languages if member else ["nl"],
            "kept": [address.fingerprint for address in kept],
            "seen": mark(member, FIELDS) if member else "",
        },
    )
    if member is not None:
        form.login.validators = ()
    else:
        form.login.validators = (*form.login.validators, _is_good_login)
    fields.offer(form.role, ROLE_CHOICES)
    teams = session.scalars(select(Team).order_by(Team.name))
    here = member.team_id if member else None
    fields.offer(form.team_id, [(team.id, team.name) for team in teams if team.active or team.id == here])
    fields.offer_addresses(form.kept, kept)
    return form


def add_person(session: Session, form: PersonForm, *, by: StaffMember) -> tuple[StaffMember, str]:
    """A new account and its first password, to be shown once. Raises LoginTaken, UnknownTeam."""
    values = values_of(form, [])
    made, password = add_with_first_password(
        session, login=form.login.data, role=values["role"], team_id=values["team_id"], languages=values["languages"]
    )
    apply(made, values, seen=None)
    record(session, by, "staff_added", made.login)
    return made, password


def change_person(session: Session, form: PersonForm, number: int, *, by: StaffMember) -> StaffMember:
    """Change someone and write it down; another role or team ends their sessions.

    Raises LastAdmin, ChangedMeanwhile.
    """
    member = _locked(session, number)
    values = values_of(form, member.notify_urls)
    if values["role"] != member.role and member.active and is_last_admin(session, member):
        raise LastAdmin
    before = {name: getattr(member, name) for name in MATTERS_TO_SESSIONS}
    if apply(member, values, seen=form.seen.data):
        record(session, by, "staff_changed", member.login)
    if before != {name: getattr(member, name) for name in MATTERS_TO_SESSIONS}:
        end_sessions(session, member)
    return member


def switch_person(session: Session, number: int, *, active: bool, by: StaffMember) -> StaffMember:
    """Switch someone off, which ends their sessions, or on again. Raises LastAdmin."""
    member = _locked(session, number)
    if member.active == active:
        return member
    if not active and is_last_admin(session, member):
        raise LastAdmin
    member.active = active
    end_sessions(session, member)
    record(session, by, "staff_on" if active else "staff_off", member.login)
    return member


def _locked(session: Session, number: int) -> StaffMember:
    """The account, while nobody else changes it or an admin: of two who switch each other off, one is too late."""
    lock(session, StaffMember, (StaffMember.id == number) | (StaffMember.role == Role.ADMIN.value))
    return session.get_one(StaffMember, number, populate_existing=True)


def values_of(form: PersonForm, addresses: list[str]) -> dict[str, Any]:
    """What the form says, by column; `addresses`: those that are there now."""
    return {
        "name": form.name.data,
        "role": form.role.data,
        "team_id": form.team_id.data or None,
        "languages": list(form.languages.data or ()),
        "quiet_from": form.quiet_from.data or None,
        "quiet_until": form.quiet_until.data or None,
        "notify_urls": merged(addresses, kept=form.kept.data or (), added=form.added.data or ()),
    }
