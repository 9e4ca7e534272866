"""Who may reach a blueprint: said when it is registered, refused when it is not."""

from __future__ import annotations

from enum import StrEnum

from flask import Blueprint, Flask, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from gateway.staff.session import check_store
from gateway.store.schema import Role

# Where someone who must first choose a password may still go: to that page, and out.
BEFORE_OWN_PASSWORD = ("account.password_form", "account.change_password")


class Access(StrEnum):
    """`PUBLIC`: everyone. `SIGNED`: a signature, checked by the view over the raw body. `STAFF`: signed in, any role.

    The rest: signed in with the role of that name, or as admin. Which cases someone sees is a matter of the team, for
    an admin as well; the views see to that.
    """

    PUBLIC = "public"
    SIGNED = "signed"
    STAFF = "staff"
    BRIDGE = "bridge"
    DESK = "desk"
    EDITOR = "editor"
    ADMIN = "admin"


_WITHOUT_SIGNING_IN = (Access.PUBLIC, Access.SIGNED)


def may(role: str, access: Access) -> bool:
    """Whether someone who is signed in with `role` may reach what is declared as `access`."""
    return access in (*_WITHOUT_SIGNING_IN, Access.STAFF) or role in (access.value, Role.ADMIN.value)


def register(app: Flask, blueprint: Blueprint, *, access: Access) -> None:
    """Add `blueprint` and declare who may reach it."""
    app.extensions.setdefault("access", {})[blueprint.name] = access
    app.register_blueprint(blueprint)


def guard(app: Flask) -> None:
    """Check every request against what was declared; what was not declared is refused."""

    @app.before_request
    def check() -> ResponseReturnValue | None:
        if request.blueprint is None:  # no such page: the error handler answers
            return None
        declared = app.extensions["access"].get(request.blueprint)
        if declared is None:
            abort(403)
        if declared in _WITHOUT_SIGNING_IN:
            return None
        return _check_staff(declared)

    @app.after_request
    def keep_nothing(response: Response) -> Response:
        """Behind the sign-in, the back button of a shared computer shows nothing."""
        declared = app.extensions["access"].get(request.blueprint, Access.PUBLIC)
        if declared not in _WITHOUT_SIGNING_IN and not (request.endpoint or "").endswith(".static"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _check_staff(declared: Access) -> ResponseReturnValue | None:
    signed_in = current_user.is_authenticated
    check_store()
    if not signed_in:
        return _ask_to_sign_in()
    if current_user.must_choose_password and request.endpoint not in BEFORE_OWN_PASSWORD:
        return redirect(url_for("account.password_form"), 303)
    if not may(current_user.role, declared):
        abort(403)
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    """The form for people, who come back to the page they wanted; a plain refusal for scripts."""
    if request.is_json or request.accept_mimetypes.best == "text/event-stream":
        abort(401)
    if request.method != "GET":  # what was sent is gone, and the address alone shows nothing
        return redirect(url_for("sign_in.form"), 303)
    wanted = request.full_path if request.query_string else request.path
    return redirect(url_for("sign_in.form", next=wanted))
