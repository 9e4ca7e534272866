"""Who may reach a blueprint: said when it is registered, refused when it is not."""

from __future__ import annotations

from enum import StrEnum

from flask import Blueprint, Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user


class Access(StrEnum):
    """`PUBLIC`: everyone. `SIGNED`: callers with a signature, checked by the view over the raw body. `STAFF`: signed in."""

    PUBLIC = "public"
    SIGNED = "signed"
    STAFF = "staff"


def register(app: Flask, blueprint: Blueprint, *, access: Access) -> None:
    """Add `blueprint` with its guard; `app.extensions["access"]` remembers the choice for the house rules."""
    if access is Access.STAFF:
        blueprint.before_request(_require_staff)
    app.extensions.setdefault("access", {})[blueprint.name] = access
    app.register_blueprint(blueprint)


def refuse_undeclared(app: Flask) -> None:
    """Deny whatever blueprint came in without `register`."""

    @app.before_request
    def deny() -> None:
        name = request.blueprint
        if name is not None and name not in app.extensions["access"]:
            abort(403)


def _require_staff() -> ResponseReturnValue | None:
    if current_user.is_authenticated:
        return None
    return redirect(url_for("sign_in.form", next=request.path))
