"""`/admin/audit`: the log of who saw and did what, for admins, newest first."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from gateway.services import services
from gateway.staff.audit import ACTIONS, Wanted, entries, known_actions

PER_PAGE = 50
HERE = ZoneInfo("Europe/Brussels")

blueprint = Blueprint("audit", __name__, url_prefix="/admin/audit", template_folder="templates")


@blueprint.get("")
def show() -> str:
    """One page of the log, with what is asked for in the address: login, action, subject, from, until, before."""
    asked = {name: request.args.get(name, "").strip()[:120] for name in ("login", "action", "subject")}
    first, last = _day(request.args.get("from")), _day(request.args.get("until"))
    wanted = Wanted(
        login=asked["login"].lower(),
        action=asked["action"],
        subject=asked["subject"],
        since=_midnight(first) if first else None,
        until=_midnight(last + dt.timedelta(days=1)) if last else None,
        before=request.args.get("before", type=int),
    )
    with services().database.transaction() as session:
        found = entries(session, wanted, limit=PER_PAGE + 1)
        actions = known_actions(session)
    filters = {**asked, "from": first.isoformat() if first else "", "until": last.isoformat() if last else ""}
    return render_template(
        "staff/audit.html",
        entries=[(entry, entry.at.astimezone(HERE)) for entry in found[:PER_PAGE]],
        words=ACTIONS,
        actions=actions,
        filters=filters,
        asked={name: value for name, value in filters.items() if value},
        older=found[PER_PAGE - 1].id if len(found) > PER_PAGE else None,
        paged=wanted.before is not None,
    )


def _day(text: str | None) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), HERE).astimezone(dt.UTC)
