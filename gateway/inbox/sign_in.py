"""Signing in and out; the only staff pages open to everyone."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, login_user, logout_user

from gateway.limits import limiter
from gateway.services import services
from gateway.store.schema import StaffMember
from gateway.store.staff import check_password

blueprint = Blueprint("sign_in", __name__, url_prefix="/staff", template_folder="templates")


class SignedIn(UserMixin):
    """A staff member in a session."""

    def __init__(self, member: StaffMember) -> None:
        self.id = str(member.id)
        self.login = member.login
        self.role = member.role


def register_sign_in(app: Flask) -> None:
    """Let Flask-Login find staff by the session."""
    manager = LoginManager(app)
    manager.session_protection = "strong"

    @manager.user_loader
    def load(member_id: str) -> SignedIn | None:
        if not member_id.isdigit():
            return None
        with services().database.transaction() as session:
            member = session.get(StaffMember, int(member_id))
        return SignedIn(member) if member and member.active else None


@blueprint.get("/sign-in")
def form() -> str:
    """The form."""
    return render_template("inbox/sign_in.html", failed=False, next=request.args.get("next", ""))


@blueprint.post("/sign-in")
@limiter.limit("10/minute", key_func=lambda: request.remote_addr or "nobody")
def check() -> ResponseReturnValue:
    """Sign in, or say that login or password is wrong (never which)."""
    with services().database.transaction() as session:
        member = check_password(
            session, login=request.form.get("login", "")[:80], password=request.form.get("password", "")[:200]
        )
    wanted = request.form.get("next", "")
    if member is None:
        return make_response(render_template("inbox/sign_in.html", failed=True, next=wanted), 401)
    login_user(SignedIn(member))
    return redirect(wanted if _is_local(wanted) else url_for("inbox.list_cases"), 303)


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End the session."""
    logout_user()
    return redirect(url_for("sign_in.form"), 303)


def _is_local(target: str) -> bool:
    parts = urlsplit(target)
    return target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
