"""Where staff want to be told: Apprise addresses of a team, a person, or the setting NOTIFY_URLS.

Addresses hold passwords and tokens, so deliveries name them only by a fingerprint.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence

from apprise import Apprise, AppriseAsset
from sqlalchemy.orm import Session

from gateway.settings import Settings
from gateway.store.schema import StaffMember, Team

ASSET = AppriseAsset(storage_mode="memory", async_mode=False, app_id="WieDoetWat", app_desc="WieDoetWat")
SETTING = "setting"
# What Apprise says holds addresses and their passwords: it is read by `notice`, and goes to no log.
APPRISE_SAYS = logging.getLogger("apprise")
APPRISE_SAYS.setLevel(logging.DEBUG)
APPRISE_SAYS.addHandler(logging.NullHandler())
APPRISE_SAYS.propagate = False


def fits(address: str) -> bool:
    """True for an address that Apprise knows how to reach; says nothing about whether someone is there."""
    return Apprise.instantiate(address, asset=ASSET) is not None


def addresses_of(session: Session, settings: Settings, addressee: str) -> Sequence[str]:
    """The addresses now of `setting`, `team:<id>` or `staff:<number>`; none when switched off or gone."""
    kind, _, number = addressee.partition(":")
    if kind == SETTING:
        return settings.notify_addresses
    found = session.get(Team, number) if kind == "team" else session.get(StaffMember, int(number))
    return list(dict.fromkeys(found.notify_urls)) if found and found.active else []


def fingerprint(address: str) -> str:
    """Tells addresses apart without telling them."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]
