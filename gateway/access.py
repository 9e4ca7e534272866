"""Who may reach a blueprint: said when it is registered, refused when it is not."""

from __future__ import annotations

from enum import StrEnum

from flask import Blueprint, Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user


class Access(StrEnum):
    """`PUBLIC`: everyone. `SIGNED`: a signature, checked by the view over the raw body. `STAFF`: signed in."""

    PUBLIC = "public"
    SIGNED = "signed"
    STAFF = "staff"


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
        if declared is Access.STAFF and not current_user.is_authenticated:
            return redirect(url_for("sign_in.form", next=request.path))
        return None
