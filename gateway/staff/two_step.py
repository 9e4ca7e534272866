"""Turning the extra code at sign-in on and off; both ask for the password again."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from gateway.limits import limiter
from gateway.services import services
from gateway.staff.attempts import check_own_password, count_attempt, take_back_attempt
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.staff.sign_in import ATTEMPTS_PER_ADDRESS
from gateway.staff.totp import new_secret, picture, step_of, use_code
from gateway.store.schema import StaffMember

blueprint = Blueprint("two_step", __name__, url_prefix="/staff/two-step", template_folder="templates")


@blueprint.get("")
def form() -> ResponseReturnValue:
    """The QR code to scan, or the way to turn it off."""
    return _show()


@blueprint.post("/on")
@limiter.limit(ATTEMPTS_PER_ADDRESS)
def turn_on() -> ResponseReturnValue:
    """Keep the secret once a code made with it is right."""
    member = signed_in()
    secret = session.get("two_step_secret")
    if not isinstance(secret, str) or member.totp_secret or member.oidc_subject:
        return redirect(url_for("two_step.form"), 303)
    step = step_of(secret, _code())
    if step is None:
        return _show(problem="code")
    if not check_own_password(services().database, member, _password()):
        return _show(problem="password")
    with services().database.transaction() as store:
        member = store.get_one(StaffMember, member.id)
        if member.totp_secret is None:
            member.totp_secret, member.totp_used = secret, step
            record(store, member, "two_step_on")
    session.pop("two_step_secret", None)
    return redirect(url_for("account.show", changed="two_step_on"), 303)


@blueprint.post("/off")
@limiter.limit(ATTEMPTS_PER_ADDRESS)
def turn_off() -> ResponseReturnValue:
    """Do without the extra code from now on."""
    member = signed_in()
    if not check_own_password(services().database, member, _password()):
        return _show(problem="password")
    with services().database.transaction() as store:
        member = store.get_one(StaffMember, member.id)
        good = count_attempt(store, member) and use_code(store, member, _code())
        if good:
            take_back_attempt(store, member)
            member.totp_secret = member.totp_used = None
            record(store, member, "two_step_off")
    if not good:
        return _show(problem="code")
    return redirect(url_for("account.show", changed="two_step_off"), 303)


def _show(*, problem: str = "") -> ResponseReturnValue:
    member = signed_in()
    shown: dict[str, str] = {}
    if not member.totp_secret:
        secret = session.setdefault("two_step_secret", new_secret())
        shown = {"secret": secret, "picture": picture(secret, member.login)}
    page = render_template("staff/two_step.html", member=member, problem=problem, **shown)
    return make_response(page, 422 if problem else 200)


def _code() -> str:
    return request.form.get("code", "")[:20]


def _password() -> str:
    return request.form.get("password", "")[:200]
