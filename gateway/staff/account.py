"""One's own account: the password, and ending every session."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.limits import limiter
from gateway.services import services
from gateway.staff.attempts import check_own_password
from gateway.staff.audit import record
from gateway.staff.passwords import LONGEST, SHORTEST, problem_with
from gateway.staff.places import start_of
from gateway.staff.session import end_session, signed_in, start_session
from gateway.staff.sign_in import ATTEMPTS_PER_ADDRESS
from gateway.store.schema import StaffMember, Team
from gateway.store.staff import end_sessions, set_password

blueprint = Blueprint("account", __name__, url_prefix="/staff", template_folder="templates")


@blueprint.get("/account")
def show() -> str:
    """Who I am here, and what I can change."""
    member = signed_in()
    with services().database.transaction() as store:
        team = store.get(Team, member.team_id) if member.team_id else None
    return render_template("staff/account.html", member=member, team=team, changed=request.args.get("changed", ""))


@blueprint.get("/password")
def password_form() -> ResponseReturnValue:
    """Choose a new password."""
    return _show_password_form()


@blueprint.post("/password")
@limiter.limit(ATTEMPTS_PER_ADDRESS)
def change_password() -> ResponseReturnValue:
    """Replace the password; every other session ends."""
    member = signed_in()
    if member.oidc_subject is not None:
        return redirect(url_for("account.show"), 303)
    old, new = request.form.get("old", "")[:LONGEST], request.form.get("new", "")
    problem = problem_with(new, again=request.form.get("again", ""), login=member.login, old=old)
    if problem is None and not check_own_password(services().database, member, old):
        problem = "wrong"
    if problem is not None:
        return _show_password_form(problem=problem, status=422)
    was_first = member.must_change_password
    with services().database.transaction() as store:
        member = store.get_one(StaffMember, member.id)
        set_password(store, member, new)
        record(store, member, "password_changed")
    start_session(member, way="password")
    return redirect(
        start_of(current_app, member.role) if was_first else url_for("account.show", changed="password"), 303
    )


@blueprint.post("/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of mine, this one too."""
    with services().database.transaction() as store:
        member = store.get_one(StaffMember, signed_in().id)
        end_sessions(store, member)
        record(store, member, "signed_out_everywhere")
    end_session()
    return redirect(url_for("sign_in.form"), 303)


def _show_password_form(*, problem: str = "", status: int = 200) -> ResponseReturnValue:
    member = signed_in()
    page = render_template("staff/password.html", member=member, problem=problem, shortest=SHORTEST, longest=LONGEST)
    return make_response(page, status)
