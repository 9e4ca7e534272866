"""Someone at work at the desk without a browser's script, what their pages say, and a Rasa that answers with cards."""

from __future__ import annotations

import re
import time
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import Button, Effects, Kind, Reply, TurnResult
from gateway.store.conversations import find_conversation, history
from gateway.store.schema import AuditEntry, Case, Conversation, StaffMember
from tests.gateway.bridge.conftest import Bridge
from tests.gateway.fake_rasa import FakeRasa

PHONE = "32470000001"


class CardRasa(FakeRasa):
    """Answers with the card of the topic that is named in `about`, in the language it is told."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content
        self.about = "bulky-waste"

    def ask(self, text: str, *, conversation: str, known: dict[str, Any]) -> TurnResult:
        """As RasaClient.ask."""
        super().ask(text, conversation=conversation, known=known)
        if text.startswith("/"):
            return TurnResult(replies=())
        reply = answer_with(self.content, self.about, language=known["language"], city=known["city"])
        return TurnResult(replies=(reply,), effects=Effects())

    def offers(self, *topics: str, language: str) -> None:
        """The next answers are a question with these topics to choose from."""
        buttons = tuple(
            Button(title=self.content.said(topic, language, None).wording.title, payload=f"/{topic}", topic=topic)
            for topic in topics
        )
        text = self.content.phrase("clarify_question", language)
        asked = Reply(kind=Kind.CLARIFY, language=language, text=text, buttons=buttons)
        self.ask = lambda *_args, **_known: TurnResult(replies=(asked,))  # type: ignore[method-assign]


class Desk:
    """Who works at the desk; forms are sent without their tokens, which the house rules test."""

    def __init__(self, bridge: Bridge, member: StaffMember) -> None:
        self.bridge = bridge
        self.parts = bridge.parts
        self.member = member
        self.browser: FlaskClient = bridge.client.application.test_client()
        with self.browser.session_transaction() as session:
            session["_user_id"] = f"{member.id}:{member.session_mark}"
            session.update(signed_in_at=int(time.time()), active_at=int(time.time()), way="password")

    def begins(self, language: str = "tr", city: str = "genk") -> None:
        """Start with a resident."""
        assert self.does("start", language=language, city=city).status_code == 303

    def does(self, what: str, **fields: str) -> TestResponse:
        """Send a form of the page."""
        return self.browser.post(f"/desk/{what}", data=fields)

    def sees(self, path: str = "/desk") -> BeautifulSoup:
        """The page there."""
        answer = self.browser.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return checked(answer)

    def pane(self, name: str) -> str:
        """The words in the pane of the `helper` or the `resident`, on one line."""
        return words_of(self.sees().find(id="said" if name == "helper" else "messages"))

    def visit(self) -> str | None:
        """The conversation that this browser's cookie names."""
        with self.browser.session_transaction() as session:
            kept = session.get("desk")
        return kept["conversation"] if kept else None

    def talk(self) -> Conversation | None:
        """The conversation of the visit as it is kept."""
        with self.parts.database.transaction() as session:
            return find_conversation(session, self.visit() or "")

    def said(self) -> list[dict[str, Any]]:
        """Every message of the visit."""
        with self.parts.database.transaction() as session:
            return [message.body for message in history(session, self.visit() or "")]

    def cases(self) -> list[Case]:
        """Every case there is, oldest first."""
        with self.parts.database.transaction() as session:
            return session.query(Case).order_by(Case.id).all()

    def did(self) -> list[tuple[str, str]]:
        """What the audit log holds of this member."""
        with self.parts.database.transaction() as session:
            found = session.query(AuditEntry).filter_by(login=self.member.login).order_by(AuditEntry.id)
            return [(entry.action, entry.subject) for entry in found]


def checked(answer: TestResponse) -> BeautifulSoup:
    """The page: Dutch, one heading, ids once, forms with their token, labels on fields, no style in it."""
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert page.html["lang"] == "nl"
    assert len(page.find_all("h1")) == 1
    ids = [each["id"] for each in page.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    for form in page.find_all("form", method="post"):
        assert form.find("input", attrs={"name": "csrf_token"})
    for field in page.main.find_all(["textarea", "select"]):
        assert page.find("label", attrs={"for": field["id"]})
    assert not page.find_all(style=True)
    assert not re.search(r"\b(desk|ui)_[a-z]+\b", page.get_text())
    return page


def words_of(part: Any) -> str:
    """What one reads of a part of a page, on one line."""
    return " ".join(part.get_text(" ").split())


def with_helpers(bridge: Bridge) -> Bridge:
    """`bridge` with desk-1 and desk-2; its forms are taken without tokens."""
    bridge.client.application.config.update(WTF_CSRF_ENABLED=False, TESTING=True)  # what breaks in a view breaks a test
    with bridge.parts.database.transaction() as session:
        for number in (1, 2):
            member = StaffMember(login=f"desk-{number}", name="", password_hash="x", role="desk")
            session.add(member)
            bridge.members[member.login] = member
    return bridge
