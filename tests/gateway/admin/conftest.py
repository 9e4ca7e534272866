"""An admin who is signed in, and what the store holds after a form was sent."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from gateway.services import Services
from gateway.store.schema import AuditEntry, RoutingRule, StaffMember, Team
from gateway.store.staff import find_by_login
from tests.gateway.staff.conftest import Staff, hire, lock  # noqa: F401 (fixtures)
from tests.gateway.test_other_engines import postgres  # noqa: F401 (a fixture)


@dataclass
class Admin:
    """Fills in forms in a browser, and looks in the store."""

    parts: Services
    who: Staff

    def reads(self, path: str) -> str:
        """The words and marks of a page, entities undone."""
        response = self.who.browser.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return html.unescape(response.get_data(as_text=True))

    def sends(self, path: str, **typed: Any) -> TestResponse:
        """Send a form that was opened just now, with these values in place of what it held; `__` stands for `-`."""
        shown = filled_in(self.reads(path))
        return self.posts(path, **{**shown, **{name.replace("__", "-"): value for name, value in typed.items()}})

    def posts(self, path: str, **values: Any) -> TestResponse:
        """Send values as they are."""
        return self.who.browser.post(path, data=values)

    def did(self) -> list[tuple[str, str]]:
        """What the log holds of this admin but for signing in: (action, subject), oldest first."""
        with self.parts.database.transaction() as session:
            found = session.scalars(
                select(AuditEntry).where(AuditEntry.login == self.who.login).order_by(AuditEntry.id)
            )
            return [(entry.action, entry.subject) for entry in found if entry.action != "signed_in"]

    def team(self, team_id: str) -> Team:
        """A team as it is kept."""
        with self.parts.database.transaction() as session:
            return session.get_one(Team, team_id)

    def person(self, login: str) -> StaffMember:
        """Someone as they are kept."""
        with self.parts.database.transaction() as session:
            found = find_by_login(session, login)
            assert found is not None
            return found

    def rules(self) -> list[RoutingRule]:
        """The rules, in order."""
        with self.parts.database.transaction() as session:
            return list(session.scalars(select(RoutingRule).order_by(RoutingRule.position, RoutingRule.id)))

    def has(self, *rows: Any) -> None:
        """Put rows in the store."""
        with self.parts.database.transaction() as session:
            for row in rows:
                session.add(row)
                session.flush()


def filled_in(page: str) -> dict[str, Any]:
    """What the main form of a page would send as it stands."""
    form = re.search(r'<form class="form" method="post".*?</form>', page, re.DOTALL)
    assert form, "the page has no form"
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = attribute(tag, "name"), attribute(tag, "value")
        if attribute(tag, "type") == "checkbox":
            values.setdefault(name, [])
            if " checked" in tag:
                values[name].append(value)
        else:
            values[name] = value
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', options) or re.search(r'value="([^"]*)"', options)
        values[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        values[name] = text
    return values


def attribute(tag: str, name: str) -> str:
    """The value of an attribute, empty when it is not there."""
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


@pytest.fixture
def admin(hire: Callable[..., Staff], parts: Services) -> Admin:  # noqa: F811
    """An admin."""
    who = hire("admin-1", role="admin")
    who.signs_in()
    return Admin(parts, who)
