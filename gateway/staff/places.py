"""Where staff can go: the links of the navigation, and the page that someone starts at."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, request
from flask_login import current_user

from gateway.access import Access, may


@dataclass(frozen=True)
class Place:
    """A page of the navigation, by its address, with its Dutch name and who may go there."""

    path: str
    label: str
    access: Access


# In the order of the navigation; someone starts at the first one that is open to them.
PLACES = (
    Place("/inbox", "Vragen", Access.BRIDGE),
    Place("/desk", "Digipunt", Access.DESK),
    Place("/inbox/proposals", "Voorstellen", Access.EDITOR),
    Place("/admin", "Beheer", Access.ADMIN),
    Place("/admin/audit", "Logboek", Access.ADMIN),
    Place("/staff/account", "Mijn account", Access.STAFF),
)


def places_of(app: Flask, role: str) -> list[Place]:
    """The places that this application has and that `role` may go to."""
    served = {rule.rule.rstrip("/") for rule in app.url_map.iter_rules()}
    return [place for place in PLACES if place.path in served and may(role, place.access)]


def start_of(app: Flask, role: str) -> str:
    """The address that someone with `role` starts at."""
    return places_of(app, role)[0].path


def is_local(target: str) -> bool:
    """Whether `target` is an address on this site, so that signing in never leads elsewhere."""
    parts = urlsplit(target)
    plain = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return plain and not parts.netloc and not parts.scheme


def register_places(app: Flask) -> None:
    """Give templates `staff_places()`: each place with `here`, whether this page belongs to it."""

    @app.context_processor
    def shared() -> dict[str, object]:
        return {"staff_places": lambda: _links(app)}


def _links(app: Flask) -> list[tuple[Place, bool]]:
    if not current_user.is_authenticated or current_user.must_choose_password:
        return []
    places = places_of(app, current_user.role)
    here = max((place.path for place in places if _is_below(place.path)), key=len, default="")
    return [(place, place.path == here) for place in places]


def _is_below(path: str) -> bool:
    return request.path == path or request.path.startswith(f"{path}/")
