"""Times as staff read them: by the clock in Belgium."""

from __future__ import annotations

import datetime as dt

from civic.bridge.hours import ZONE
from gateway.store.schema import now


def here(at: dt.datetime) -> str:
    """ "14:05" for today, else "24/11 14:05", with the year when it is not this one."""
    local, today = at.astimezone(ZONE), now().astimezone(ZONE)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%d/%m %H:%M}" if local.year == today.year else f"{local:%d/%m/%Y %H:%M}"
