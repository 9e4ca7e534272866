"""Wherever a worker dies while it hears a message, the resident is answered once and nothing is kept twice."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from civic.content.load import Content
from civic.replies import Button, Kind, Reply, TurnResult
from gateway.delivery.courier import STUCK_AFTER
from gateway.services import Services
from gateway.store.cases import NewCase, newest_cases, open_case
from gateway.store.conversations import history
from gateway.store.database import Database
from gateway.store.schema import CaseMessage, Conversation, Delivery, now
from tests.gateway.delivery.conftest import rows
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.phone import Resident
from tests.standins.graph.state import Graph

MOST_POINTS = 60
CODE = re.compile(r"\b[A-Z]\d[A-Z]\d[A-Z]{2}\b")


class Killed(BaseException):
    """As SIGKILL: no handler of the program sees it."""


class Dying(Database):
    """Dies at its n-th moment, from 0: before a transaction begins, or just after it is committed."""

    def __init__(self, url: str, moment: int) -> None:
        super().__init__(url)
        self.left = moment

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """As Database.transaction."""
        self._pass()
        with super().transaction() as session:
            yield session
        self._pass()

    def _pass(self) -> None:
        self.left -= 1
        if self.left == -1:
            raise Killed


@dataclass(frozen=True)
class Left:
    """What is there in the end: the texts on the phone, the talk, what the case got, and the number of talks."""

    phone: list[str]
    talk: list[tuple[str, str]]
    case: list[str]
    is_known: bool
    has_stopped: bool


def left(resident: Resident, before: int) -> Left:
    """All that can be seen of one resident."""
    parts, contact = resident.parts, resident.contact
    talk = contact.conversation_id if contact else None
    with parts.database.transaction() as session:
        said = [(each.body["from"], CODE.sub("CODE", each.body["text"])) for each in history(session, talk or "")]
        words = [each.original for each in session.query(CaseMessage).order_by(CaseMessage.id)]
    return Left(
        phone=[CODE.sub("CODE", sent.text) for sent in resident.phone.received[before:]],
        talk=said,
        case=words[-1:] if talk else [],
        is_known=contact is not None,
        has_stopped=contact is not None and contact.stopped_at is not None,
    )


def killed_at(resident: Resident, moment: int, delivery: int) -> bool:
    """Hear this delivery with a worker that dies at that moment; False when it was done before."""
    whole = resident.parts.database
    object.__setattr__(resident.parts, "database", Dying(resident.parts.settings.database_url, moment))
    try:
        resident.courier.bring(delivery)
    except Killed:
        return True
    finally:
        object.__setattr__(resident.parts, "database", whole)
    return False


def time_passes(parts: Services) -> None:
    """Until another worker takes up what a dead one left."""
    with parts.database.transaction() as session:
        stuck = update(Delivery).where(Delivery.state == "sending")
        session.execute(stuck.values(taken_at=now() - STUCK_AFTER - dt.timedelta(seconds=1)))


Prepare = Callable[[Resident], None]
Act = Callable[[Resident], object]


def nothing(resident: Resident) -> None:
    """A newcomer."""


def talked(resident: Resident) -> None:
    """Someone we know."""
    resident.says("wie haalt het oud papier op?")


def stopped(resident: Resident) -> None:
    """Someone who stopped."""
    talked(resident)
    resident.says("STOP")


def asked_to_forget(resident: Resident) -> None:
    """Someone who was asked whether everything may go."""
    rasa = resident.parts.rasa
    buttons = (Button(title="Ja", payload="/forget_confirmed"), Button(title="Nee", payload="/forget_declined"))
    before = rasa.result
    rasa.result = TurnResult(replies=(Reply(kind=Kind.TEXT, language="nl", text="Alles wissen?", buttons=buttons),))
    resident.says("vergeet mij")
    rasa.result = before


def with_a_person(resident: Resident) -> None:
    """Someone who talks with a person."""
    talked(resident)
    new = NewCase(channel="whatsapp", language="nl", conversation=resident.talk.id)
    open_case(resident.parts.database, new, key=resident.phone.number, by="test")
    with resident.parts.database.transaction() as session:
        session.get_one(Conversation, resident.talk.id).owner = "person"


def with_a_case_elsewhere(resident: Resident) -> None:
    """A newcomer here whose case began on the web page."""
    new = NewCase(channel="web", language="nl", question="lamp")
    open_case(resident.parts.database, new, key=resident.phone.number, by="test")


def says_the_code(resident: Resident) -> object:
    """Types the code of the newest case."""
    with resident.parts.database.transaction() as session:
        code = newest_cases(session)[0].code
    return resident.phone.says(code)


def says(text: str) -> Act:
    """Types this."""
    return lambda resident: resident.phone.says(text)


def sends(kind: str, **content: object) -> Act:
    """Sends this."""
    return lambda resident: resident.phone.sends(kind, content)


SCENES: dict[str, tuple[Prepare, Act]] = {
    "a first question": (nothing, says("wie haalt het grofvuil op?")),
    "another question": (talked, says("wie haalt het grofvuil op?")),
    "an emergency": (nothing, says("help mijn huis staat in brand")),
    "an emergency beside a person": (with_a_person, says("help mijn huis staat in brand")),
    "words for a person": (with_a_person, says("het is de lamp van nummer 12")),
    "a picture": (talked, sends("image", id="1")),
    "a picture with words": (talked, sends("image", id="1", caption="wie haalt het grofvuil op?")),
    "a case code first": (with_a_case_elsewhere, says_the_code),
    "a location": (talked, sends("location", latitude=50.98, longitude=5.48)),
    "stop": (talked, says("STOP")),
    "stop with a case": (with_a_person, says("STOP")),
    "yes, forget me": (asked_to_forget, says("ja")),
    "words after stop": (stopped, says("wie haalt het grofvuil op?")),
    "start after stop": (stopped, says("START")),
    "too long": (talked, says("grofvuil " * 250)),
}


@pytest.mark.parametrize("scene", list(SCENES))
def test_a_worker_may_die_at_any_moment(
    scene: str, graph: Graph, resident: Resident, rasa: FakeRasa, content: Content
) -> None:
    rasa.result = saying("Limburg.net haalt het op.")
    prepare, act = SCENES[scene]
    expected = undisturbed(resident, prepare, act)
    assert expected.phone or scene == "words for a person"
    for moment in itertools.count():
        someone = Resident(graph, resident.courier, f"3247000{moment + 100:04d}")
        prepare(someone)
        before = len(someone.phone.received)
        act(someone)
        (row,) = rows(someone.parts, channel="whatsapp-in", state="waiting")
        was_killed = killed_at(someone, moment, row.id)
        time_passes(someone.parts)
        someone.does(lambda: None)
        assert left(someone, before) == expected, f"killed at moment {moment}"
        if not was_killed:
            break
        assert moment < MOST_POINTS
    assert moment > 4


def undisturbed(resident: Resident, prepare: Prepare, act: Act) -> Left:
    """How it goes when nobody dies."""
    prepare(resident)
    before = len(resident.phone.received)
    resident.does(lambda: act(resident))
    return left(resident, before)
