"""Two teams with their cases, and staff with browsers of their own who have signed in."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html import unescape

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.services import Services
from gateway.settings import Settings
from gateway.store.schema import AuditEntry, Case, Delivery, StaffMember
from tests.gateway.bridge.conftest import Bridge, make_bridge, make_case

ARABIC = "وصلتني رسالة عن القمامة ولا أفهمها، من يساعدني؟"


class Desk:
    """A member of staff at work; forms are sent without their tokens, which the house rules test."""

    def __init__(self, bridge: Bridge, member: StaffMember) -> None:
        self.bridge = bridge
        self.member = member
        self.browser: FlaskClient = bridge.client.application.test_client()
        with self.browser.session_transaction() as session:
            session["_user_id"] = f"{member.id}:{member.session_mark}"
            session.update(signed_in_at=int(time.time()), active_at=int(time.time()), way="password")

    def reads(self, path: str) -> str:
        """The page there, checked for what every page must have."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, path
        return checked(answer)

    def does(self, case: Case, what: str, **fields: str) -> TestResponse:
        """Send a form of the page of a case."""
        return self.browser.post(f"/inbox/{case.code}/{what}", data=fields)

    def told(self, answer: TestResponse) -> str:
        """The page that the browser is sent to after a form."""
        assert answer.status_code == 303, answer.status_code
        return self.reads(answer.headers["Location"])

    def did(self) -> list[tuple[str, str]]:
        """What the audit log holds of this member: action and subject, oldest first."""
        with self.bridge.parts.database.transaction() as session:
            found = session.query(AuditEntry).filter_by(login=self.member.login).order_by(AuditEntry.id)
            return [(entry.action, entry.subject) for entry in found]


def checked(answer: TestResponse) -> str:
    """The page's HTML: Dutch, one heading, ids once, forms with their token, no style in it, nothing untranslated."""
    html = answer.get_data(as_text=True)
    page = BeautifulSoup(html, "html.parser")
    assert page.html["lang"] == "nl"
    assert len(page.find_all("h1")) == 1
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    for form in page.find_all("form", method="post"):
        assert form.find("input", attrs={"name": "csrf_token"})
    for field in page.main.find_all(["textarea", "select"]):
        assert page.find("label", attrs={"for": field["id"]})
    for described in page.find_all(attrs={"aria-describedby": True}):
        assert page.find(id=described["aria-describedby"])
    assert not page.find_all(style=True)
    assert not re.search(r"\bbridge_[a-z]+\b", page.get_text())
    return unescape(html)


def words_of(html: str) -> str:
    """What one reads of a page, on one line."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


@pytest.fixture
def bridge(settings: Settings, parts: Services) -> Bridge:
    """Team "north" with bridge-1 and bridge-2, team "south" with bridge-3, and an admin in "north"."""
    return make_staffed_bridge(settings, parts)


def make_staffed_bridge(settings: Settings, parts: Services) -> Bridge:
    """The teams and people of the fixture `bridge`, in the database of `parts`."""
    made = make_bridge(settings, parts)
    made.client.application.config["WTF_CSRF_ENABLED"] = False
    with parts.database.transaction() as session:
        admin = StaffMember(login="admin-1", name="Beheerder", password_hash="x", role="admin", team_id="north")
        session.add(admin)
    made.members["admin-1"] = admin
    return made


@pytest.fixture
def desk(bridge: Bridge) -> Callable[[str], Desk]:
    """Makes desks: `desk("bridge-1")`."""
    return lambda login: Desk(bridge, bridge.members[login])


@pytest.fixture
def one(desk: Callable[[str], Desk]) -> Desk:
    """Someone of the team that has the cases."""
    return desk("bridge-1")


@pytest.fixture
def two(desk: Callable[[str], Desk]) -> Desk:
    """A colleague in the same team."""
    return desk("bridge-2")


@pytest.fixture
def stranger(desk: Callable[[str], Desk]) -> Desk:
    """Someone of another team."""
    return desk("bridge-3")


@pytest.fixture
def case(bridge: Bridge) -> Case:
    """A case in Dutch about bulky waste."""
    return make_case(bridge, question="Wie haalt mijn oude zetel op?", topic="bulky-waste")


@pytest.fixture
def arabic(bridge: Bridge) -> Case:
    """A case in Arabic, translated."""
    made = make_case(bridge, language="ar", question=ARABIC, topic="bulky-waste", neighbourhood="Winterslag")
    bridge.translate_all()
    return made


@pytest.fixture
def failed(bridge: Bridge, arabic: Case) -> Delivery:
    """A translation in the Arabic case that failed for good."""
    return fail(bridge, arabic)


def fail(bridge: Bridge, case: Case, *, key: str = "failed") -> Delivery:
    """A delivery of this case that failed for good."""
    with bridge.parts.database.transaction() as session:
        delivery = Delivery(
            key=key,
            case_id=case.id,
            channel="translate",
            recipient="1",
            body={"case_message_id": 1},
            state="failed",
            problem="no translation",
            attempts=10,
        )
        session.add(delivery)
    return delivery
