"""`/admin/people`: who may sign in; a new account, a change, a new first password, switching someone off."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from civic.content.model import SOURCE_LANGUAGE
from gateway.admin.attention import TAKES_CASES
from gateway.admin.handing_back import hand_back, open_codes
from gateway.admin.person_form import (
    FIELDS,
    LastAdmin,
    PersonForm,
    add_person,
    change_person,
    person_form,
    switch_person,
)
from gateway.admin.seen import ChangedMeanwhile, mark
from gateway.bridge.routing import LANGUAGE_NAMES
from gateway.errors import NotFound
from gateway.services import services
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Role, StaffMember, Team, now
from gateway.store.staff import LoginTaken, UnknownTeam, new_first_password

blueprint = Blueprint("admin_people", __name__, url_prefix="/admin/people", template_folder="templates")
ROLE_NAMES = {
    Role.BRIDGE.value: "brugfiguur",
    Role.DESK.value: "digipunt",
    Role.EDITOR.value: "redacteur",
    Role.ADMIN.value: "beheerder",
}
LAST_ADMIN = "Dit is de laatste beheerder. Maak eerst iemand anders beheerder."


@blueprint.get("")
def show_all() -> str:
    """Everyone, by team; those who are switched off last."""
    with services().database.transaction() as session:
        everyone = select(StaffMember).order_by(StaffMember.active.desc(), func.lower(StaffMember.name))
        people = session.scalars(everyone).all()
        teams = session.scalars(select(Team).order_by(Team.active.desc(), func.lower(Team.name))).all()
    groups = [(team.name, _of(people, team.id)) for team in teams]
    groups.append(("Zonder team", _of(people, None)))
    return render_template(
        "admin/people.html",
        groups=[(name, members) for name, members in groups if members],
        roles=ROLE_NAMES,
        names=LANGUAGE_NAMES,
        moment=now(),
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    """An empty form."""
    return _show(_form(None), None)


@blueprint.post("/new")
def add() -> ResponseReturnValue:
    """Make an account and show its first password, once."""
    form = _form(None, typed=True)
    if not form.validate():
        return _show(form, None, problem="fields", status=422)
    try:
        with services().database.transaction() as session:
            member, password = add_person(session, form, by=signed_in())
    except LoginTaken:
        form.login.errors = ["Deze gebruikersnaam bestaat al."]
        return _show(form, None, problem="fields", status=422)
    except UnknownTeam:
        return _show(form, None, problem="fields", status=422)
    except StoreUnavailable:
        return _show(form, None, problem="store", status=503)
    return _hand_over(member, password, is_new=True)


@blueprint.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """Someone, to change."""
    member = _member(number)
    return _show(_form(member), member)


@blueprint.post("/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Change someone; who can no longer take their cases gives them back."""
    member = _member(number)
    form = _form(member, typed=True)
    if not form.validate():
        return _show(form, member, problem="fields", status=422)
    try:
        with services().database.transaction() as session:
            changed = change_person(session, form, number, by=signed_in())
    except LastAdmin:
        form.role.errors = [LAST_ADMIN]
        return _show(form, member, problem="fields", status=422)
    except ChangedMeanwhile:
        member = _member(number)
        form.seen.data = mark(member, FIELDS)
        return _show(form, member, problem="changed", status=409)
    except StoreUnavailable:
        return _show(form, member, problem="store", status=503)
    flash(f"{changed.name} is bewaard.")
    return _back_to_list(_hand_back(changed) if _loses_cases(member, changed) else 0)


@blueprint.post("/<int:number>/active")
def switch(number: int) -> ResponseReturnValue:
    """Switch someone off, or on again."""
    member, active = _member(number), request.form.get("active") == "1"
    try:
        with services().database.transaction() as session:
            member = switch_person(session, number, active=active, by=signed_in())
    except LastAdmin:
        flash(LAST_ADMIN, "problem")
        return redirect(url_for("admin_people.show", number=number), 303)
    flash(f"{member.name or member.login} {'kan weer binnen' if active else 'kan niet meer binnen'}.")
    return _back_to_list(0 if active else _hand_back(member))


@blueprint.post("/<int:number>/hand-back")
def give_back(number: int) -> ResponseReturnValue:
    """Give the cases of someone who is away back to their team."""
    return _back_to_list(_hand_back(_member(number)))


@blueprint.post("/<int:number>/first-password")
def reset(number: int) -> ResponseReturnValue:
    """A new first password for someone who cannot get in; their own is changed in "Mijn account"."""
    if number == signed_in().id:
        return redirect(url_for("account.password_form"), 303)
    _member(number)
    with services().database.transaction() as session:
        member = session.get_one(StaffMember, number)
        password = new_first_password(session, member)
        record(session, signed_in(), "password_reset", member.login)
    return _hand_over(member, password, is_new=False)


def _loses_cases(before: StaffMember, after: StaffMember) -> bool:
    return before.team_id != after.team_id or after.role not in TAKES_CASES


def _hand_back(member: StaffMember) -> int:
    """How many cases went back; what fails can be done again on the page of the person, and is said."""
    try:
        return hand_back(services(), member, by=signed_in())
    except StoreUnavailable:
        flash(f"De vragen van {member.name or member.login} konden nog niet terug. Doe het op de pagina.", "problem")
        return 0


def _back_to_list(returned: int) -> ResponseReturnValue:
    if returned:
        flash(
            "1 vraag ging terug naar het team." if returned == 1 else f"{returned} vragen gingen terug naar het team."
        )
    return redirect(url_for("admin_people.show_all"), 303)


def _hand_over(member: StaffMember, password: str, *, is_new: bool) -> ResponseReturnValue:
    return make_response(
        render_template("admin/first_password.html", member=member, password=password, is_new=is_new), 200
    )


def _form(member: StaffMember | None, *, typed: bool = False) -> PersonForm:
    with services().database.transaction() as session:
        return person_form(session, member, request.form if typed else None)


def _show(form: PersonForm, member: StaffMember | None, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "admin/person.html",
        form=form,
        member=member,
        problem=problem,
        codes=open_codes(services(), member) if member else [],
        is_me=member is not None and member.id == signed_in().id,
        moment=now(),
    )
    return make_response(page, status)


def _member(number: int) -> StaffMember:
    with services().database.transaction() as session:
        member = session.get(StaffMember, number)
    if member is None:
        raise NotFound(language=SOURCE_LANGUAGE)
    return member


def _of(people: Sequence[StaffMember], team_id: str | None) -> list[StaffMember]:
    return [member for member in people if member.team_id == team_id]
