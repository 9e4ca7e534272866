"""Announces things to staff as the bridge does, and sets where they are told."""

from __future__ import annotations

from gateway.delivery.notices import Event, notify
from gateway.services import Services
from gateway.store.schema import Case, Team


def tell(parts: Services, case: Case, event: Event = Event.NEW_CASE) -> int:
    """As the bridge does."""
    with parts.database.transaction() as session:
        return notify(session, session.get_one(Case, case.id), event)


def team_is_told_at(parts: Services, *addresses: str) -> None:
    with parts.database.transaction() as session:
        session.get_one(Team, "genk-north").notify_urls = list(addresses)


def with_setting(parts: Services, *addresses: str) -> None:
    object.__setattr__(parts, "settings", parts.settings.model_copy(update={"notify_urls": " ".join(addresses)}))
