"""Signing in and out; the only staff pages open to everyone."""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, dataclass

from flask import Blueprint, current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from gateway.limits import limiter
from gateway.services import services
from gateway.staff.attempts import check_password, count_attempt, forget_attempts, note_failure
from gateway.staff.audit import record
from gateway.staff.places import is_local, start_of
from gateway.staff.session import SignedIn, Way, end_session, start_session
from gateway.staff.totp import use_code
from gateway.store.database import StoreUnavailable
from gateway.store.schema import StaffMember

logger = logging.getLogger(__name__)

# One address may be a whole office behind one router; single accounts have their own lock.
ATTEMPTS_PER_ADDRESS = "30/minute"
# Between the password and the code.
HALF_WAY_SECONDS = 300

blueprint = Blueprint("sign_in", __name__, url_prefix="/staff", template_folder="templates", static_folder="static")


@blueprint.get("/sign-in")
def form() -> ResponseReturnValue:
    """The form."""
    return show_form()


@blueprint.post("/sign-in")
@limiter.limit(ATTEMPTS_PER_ADDRESS)
def check() -> ResponseReturnValue:
    """Sign in, ask for the extra code, or say that login or password is wrong (never which, nor that it is locked)."""
    wanted = request.form.get("next", "")
    member = check_password(
        services().database, login=request.form.get("login", "")[:80], password=request.form.get("password", "")[:200]
    )
    if member is None:
        return show_form(problem="wrong", status=401)
    if member.totp_secret is None:
        return let_in(member, way="password", wanted=wanted)
    half = HalfSignedIn(number=member.id, mark=member.session_mark, at=int(time.time()), wanted=wanted[:500])
    session["half_signed_in"] = asdict(half)
    return redirect(url_for("sign_in.code_form"), 303)


@blueprint.get("/sign-in/code")
def code_form() -> ResponseReturnValue:
    """Asks for the extra code, after the password."""
    if _half_signed_in() is None:
        return redirect(url_for("sign_in.form"), 303)
    return render_template("staff/code.html", failed=False)


@blueprint.post("/sign-in/code")
@limiter.limit(ATTEMPTS_PER_ADDRESS)
def check_code() -> ResponseReturnValue:
    """Sign in with the extra code; a wrong one counts as a failed sign-in."""
    half = _half_signed_in()
    if half is None:
        return redirect(url_for("sign_in.form"), 303)
    with services().database.transaction() as store:
        member = _after_code(store, half, request.form.get("code", "")[:20])
    if member is None:
        return make_response(render_template("staff/code.html", failed=True), 401)
    return let_in(member, way="password", wanted=half.wanted)


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End the session, on a bad day as well: it may be a shared computer."""
    try:
        if current_user.is_authenticated:
            with services().database.transaction() as store:
                record(store, current_user.member, "signed_out")
    except StoreUnavailable:
        logger.warning("sign-out not recorded staff=%s", current_user.id)
    end_session()
    return redirect(url_for("sign_in.form"), 303)


def show_form(*, problem: str = "", status: int = 200) -> ResponseReturnValue:
    """The form, with what went wrong: wrong, unknown, away or cancelled."""
    wanted = request.form.get("next", "") or request.args.get("next", "")
    page = render_template(
        "staff/sign_in.html", problem=problem, next=wanted, with_city=bool(services().settings.oidc_issuer)
    )
    return make_response(page, status)


def let_in(member: StaffMember, *, way: Way, wanted: str) -> ResponseReturnValue:
    """Start the session and go to the page that was wanted, or where this role starts."""
    with services().database.transaction() as store:
        forget_attempts(store, member)
        record(store, member, "signed_in" if way == "password" else "signed_in_city")
    start_session(member, way=way)
    if SignedIn(member).must_choose_password:
        return redirect(url_for("account.password_form"), 303)
    return redirect(wanted if is_local(wanted) else start_of(current_app, member.role), 303)


@dataclass(frozen=True)
class HalfSignedIn:
    """Someone whose password was right, who has not given the code yet."""

    number: int
    mark: str
    at: int
    wanted: str


def _half_signed_in() -> HalfSignedIn | None:
    kept = session.get("half_signed_in")
    half = HalfSignedIn(**kept) if kept else None
    return half if half and time.time() - half.at <= HALF_WAY_SECONDS else None


def _after_code(store: Session, half: HalfSignedIn, code: str) -> StaffMember | None:
    """The account when `code` is right and nothing changed since the password."""
    member = store.get(StaffMember, half.number)
    if member is None or not member.active or member.session_mark != half.mark or not count_attempt(store, member):
        return None
    if use_code(store, member, code):
        return member
    note_failure(store, member)
    return None
