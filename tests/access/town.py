"""A gateway with something on every page: two teams, people of each role, cases in every state, proposals, rules."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from civic import consent
from civic.cards import answer_with
from civic.content.load import Content
from civic.replies import Button, Kind, Reply, TurnResult
from civic.voice.factory import build_library
from gateway.bridge import life, timekeeping
from gateway.conversation.messages import message_body
from gateway.limits import limiter
from gateway.proposals.making import Problem, propose
from gateway.services import Services
from gateway.store.conversations import find_conversation, record_message
from gateway.store.database import Database
from gateway.store.schema import Case, CaseState, RoutingRule, StaffMember, now
from gateway.store.staff import add_staff, set_password
from tests.conftest import settings_in
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.fake_rasa import FakeRasa
from tests.gateway.inbox.conftest import ARABIC, fail, make_staffed_bridge
from tests.serving import served

PASSWORD = "vier-gewone-woorden-samen"
TURKISH = "Belediyeden bir mektup geldi, ne yapmam gerektiğini anlamadım. Bana kim yardım edebilir?"
NEW_LOGIN = "bridge-4"


class AnsweringRasa(FakeRasa):
    """Answers in the language of the talk: a card, a choice of three when asked `VAGUE`, the offer of a person."""

    VAGUE = "???"

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content

    def ask(self, text: str, *, conversation: str, known: dict[str, Any]) -> TurnResult:
        """As RasaClient.ask."""
        super().ask(text, conversation=conversation, known=known)
        language, city = known["language"], known["city"]
        if text == self.content.phrase("ui_person", language):
            return TurnResult(replies=(consent.offer(self.content, language),))
        if text == self.VAGUE:
            return TurnResult(replies=(self._clarify(language),))
        return TurnResult(replies=(answer_with(self.content, "bulky-waste", language=language, city=city),))

    def _clarify(self, language: str) -> Reply:
        topics = ("household-waste-collection", "recycling-park", "illegal-dumping")
        titles = {topic: self.content.said(topic, language, None).wording.title for topic in topics}
        buttons = tuple(Button(title=titles[topic], payload=f"/ask_{topic}", topic=topic) for topic in topics)
        text = self.content.phrase("clarify_question", language)
        return Reply(kind=Kind.CLARIFY, language=language, text=text, buttons=buttons)


@dataclasses.dataclass
class Town:
    """Where it is served, who works there, and the codes and numbers that addresses need."""

    app: Flask
    address: str
    bridge: Bridge
    content: Content
    names: dict[str, str]

    def url(self, path: str, language: str) -> str:
        """The address of `path`, with `{names}` filled in, in a language."""
        filled = path.format(**self.names)
        return f"{self.address}{filled}{'&' if '?' in filled else '?'}language={language}"

    def cookie(self, login: str | None, **session: object) -> dict[str, str]:
        """The cookie of a browser in which `login` is signed in, or nobody; `session` holds more of what it keeps."""
        client = self.app.test_client()
        with client.session_transaction() as kept:
            if login is not None:
                with self.bridge.parts.database.transaction() as store:
                    member = store.get_one(StaffMember, self.bridge.members[login].id)
                kept["_user_id"] = f"{member.id}:{member.session_mark}"
                kept.update(signed_in_at=int(time.time()), active_at=int(time.time()), way="password")
            kept.update(session)
        value = client.get_cookie("session")
        return {"name": "session", "value": value.value if value else "", "url": self.address}


@contextmanager
def inhabited(folder: Path, unchanging: Services) -> Iterator[Town]:
    """A town served until the block ends, with its database and audio in `folder`."""
    settings = settings_in(folder).model_copy(update={"whatsapp_number": "32470000001"})
    database = Database(settings.database_url)
    database.migrate()
    parts = dataclasses.replace(
        unchanging,
        settings=settings,
        database=database,
        audio=build_library("espeak", folder / "audio", max_bytes=10_000_000),
        rasa=AnsweringRasa(unchanging.content),  # type: ignore[arg-type]
    )
    bridge = make_staffed_bridge(settings, parts)
    app = bridge.client.application
    app.config.update(WTF_CSRF_ENABLED=True, TESTING=False)
    limiter.reset()
    _hire(bridge)
    names = _busy(bridge)
    with served(app) as address:
        yield Town(app=app, address=address, bridge=bridge, content=unchanging.content, names=names)


def _hire(bridge: Bridge) -> None:
    with bridge.parts.database.transaction() as session:
        for login, role, team in (
            ("desk-1", "desk", "north"),
            ("editor-1", "editor", None),
            (NEW_LOGIN, "bridge", "north"),
        ):
            made = add_staff(session, login=login, password=PASSWORD, role=role, team_id=team)
            made.name, made.must_change_password = f"Medewerker {login[-1]}", login == NEW_LOGIN
            bridge.members[login] = made
        for member in bridge.members.values():
            if member.login != NEW_LOGIN:
                set_password(session, session.merge(member), PASSWORD)
        rules = ({"language": "ar"}, {"city": "genk", "neighbourhood": "Winterslag"}, {"topic": "bulky-waste"})
        for position, when in enumerate(rules, start=1):
            session.add(RoutingRule(position=position, team_id="south" if position == 2 else "north", **when))


def _busy(bridge: Bridge) -> dict[str, str]:
    """Cases in each list of bridge-1, a failed delivery, and two proposals: one to decide, one decided."""
    one = bridge.members["bridge-1"]
    late = make_case(bridge, question="Wie helpt mij met deze brief?", topic="bulky-waste")
    _wait(bridge, late, hours=30)
    timekeeping.mark_overdue(bridge.parts)
    new = make_case(bridge, language="tr", question=TURKISH, topic="city-hall-contact", name="Zekiye")
    mine = make_case(bridge, language="ar", question=ARABIC, topic="bulky-waste", neighbourhood="Winterslag")
    message = _answered(bridge, mine)
    bridge.translate_all()
    life.claim(bridge.parts, mine.code, one)
    life.reply(bridge.parts, mine.code, one, "Een-heel-lang-woord-zonder-spaties" * 5)
    life.add_note(bridge.parts, mine.code, one, "De inwoner belt morgen terug.")
    bridge.translate_all()
    closed = make_case(bridge, question="Waar vraag ik een attest?")
    life.claim(bridge.parts, closed.code, one)
    life.close(bridge.parts, closed.code, one, CaseState.RESOLVED, "Het attest is aangevraagd.")
    failed = fail(bridge, mine)
    proposal, _ = propose(bridge.parts, mine.code, message, one, Problem.WRONG, remark="Dit gaat over iets anders.")
    return {
        "new": new.code,
        "mine": mine.code,
        "closed": closed.code,
        "late": late.code,
        "proposal": str(proposal.id),
        "failed": str(failed.id),
        "person": str(bridge.members["bridge-2"].id),
        "talk": str(mine.conversation_id),
    }


def _wait(bridge: Bridge, case: Case, *, hours: int) -> None:
    with bridge.parts.database.transaction() as session:
        kept = session.get_one(Case, case.id)
        kept.created_at = kept.touched_at = now() - dt.timedelta(hours=hours)


def _answered(bridge: Bridge, case: Case) -> str:
    """The id of a card of the bot in the conversation of `case`."""
    with bridge.parts.database.transaction() as session:
        conversation = find_conversation(session, str(case.conversation_id))
        assert conversation is not None
        reply = answer_with(bridge.parts.content, "recycling-park", language=case.language, city=None)
        return str(record_message(session, conversation, message_body(reply, None))["id"])
