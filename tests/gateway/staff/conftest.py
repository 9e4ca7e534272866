"""Accounts and browsers of staff; forms are sent without their tokens, which the house rules test."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.services import Services
from gateway.store.schema import AuditEntry, StaffMember, Team
from gateway.store.staff import add_staff

PASSWORD = "vier-gewone-woorden-samen"


class Staff:
    """Someone with an account and a browser of their own, not signed in until `signs_in`."""

    def __init__(self, app: Flask, parts: Services, member: StaffMember) -> None:
        self.app = app
        self.parts = parts
        self.number = member.id
        self.login = member.login
        self.browser = app.test_client()

    def signs_in(
        self, password: str = PASSWORD, *, browser: FlaskClient | None = None, wanted: str = ""
    ) -> TestResponse:
        """Fill in the form."""
        data = {"login": self.login, "password": password, "next": wanted}
        return (browser or self.browser).post("/staff/sign-in", data=data)

    def gets_in(self, path: str = "/staff/account", *, browser: FlaskClient | None = None) -> bool:
        """Whether a page for staff opens."""
        return (browser or self.browser).get(path).status_code == 200

    def now(self) -> StaffMember:
        """The account as it is kept."""
        with self.parts.database.transaction() as session:
            return session.get_one(StaffMember, self.number)

    def set(self, **values: object) -> None:
        """Change the account behind its back."""
        with self.parts.database.transaction() as session:
            member = session.get_one(StaffMember, self.number)
            for name, value in values.items():
                setattr(member, name, value)

    def did(self) -> list[str]:
        """The actions that the log holds of this login, oldest first."""
        with self.parts.database.transaction() as session:
            found = session.query(AuditEntry).filter_by(login=self.login).order_by(AuditEntry.id)
            return [entry.action for entry in found]


@pytest.fixture
def hire(app: Flask, parts: Services) -> Callable[..., Staff]:
    """Makes accounts: `hire("bridge-1", role="bridge")`."""
    app.config["WTF_CSRF_ENABLED"] = False

    def make(login: str = "bridge-1", *, role: str = "bridge", team: str | None = None) -> Staff:
        with parts.database.transaction() as session:
            if team is not None and session.get(Team, team) is None:
                session.add(Team(id=team, name=team.capitalize()))
                session.flush()
            member = add_staff(session, login=login, password=PASSWORD, role=role, team_id=team)
        return Staff(app, parts, member)

    return make


@pytest.fixture
def staff(hire: Callable[..., Staff]) -> Staff:
    """A bridge figure who has not signed in yet."""
    return hire()


@pytest.fixture
def lock(parts: Services) -> Iterator[Callable[[], None]]:
    """Call it, and another process holds the database until the test ends."""
    holder = sqlite3.connect(parts.settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    yield lambda: holder.execute("BEGIN EXCLUSIVE") and None
    if holder.in_transaction:
        holder.execute("ROLLBACK")
    holder.close()
