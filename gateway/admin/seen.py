"""Two admins at once: who saves what someone else has just changed is told so, and looks again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway.store.schema import RoutingRule, StaffMember, Team

# A column to write unchanged: SQLite knows no row locks, and a write keeps every other writer out.
_SAME: dict[Any, Any] = {
    Team: Team.active,
    StaffMember: StaffMember.active,
    RoutingRule: RoutingRule.position,
}


class ChangedMeanwhile(Exception):
    """The row is no longer what the admin saw."""


def lock(session: Session, model: type[Team | StaffMember | RoutingRule], *conditions: Any) -> None:
    """Let nobody else change these rows until the transaction ends; what is read from now on is what holds."""
    if session.get_bind().dialect.name == "sqlite":
        column = _SAME[model]
        same = update(model).where(*conditions).values({column: column})
        session.execute(same, execution_options={"synchronize_session": False})
        return
    # In one order, so that two who lock the same rows do not wait for each other.
    session.execute(select(model.id).where(*conditions).order_by(model.id).with_for_update(key_share=True))


def mark(row: Any, fields: Sequence[str]) -> str:
    """Changes when, and only when, one of the fields does."""
    values = [getattr(row, field) for field in fields]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def apply(row: Any, values: dict[str, Any], *, seen: str | None) -> bool:
    """Write the values; False when they were like that already. Raises ChangedMeanwhile when `seen` is not its mark."""
    if seen is not None and seen != mark(row, sorted(values)):
        raise ChangedMeanwhile
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
