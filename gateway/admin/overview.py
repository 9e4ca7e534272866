"""`/admin`: where to go, how many there are, and what needs a look."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.admin.attention import attention
from gateway.services import services
from gateway.store.schema import RoutingRule, StaffMember, Team

blueprint = Blueprint(
    "admin",
    __name__,
    url_prefix="/admin",
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@blueprint.get("")
def show() -> str:
    """The first page for an admin."""
    with services().database.transaction() as session:
        numbers = {
            "teams": _number(session, Team, Team.active),
            "people": _number(session, StaffMember, StaffMember.active),
            "rules": _number(session, RoutingRule),
        }
        look_at = list(attention(session, services().content))
    return render_template("admin/overview.html", numbers=numbers, look_at=look_at)


def _number(session: Session, model: Any, *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
