"""Everything the page of one case shows, read in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.content.load import Content
from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from gateway.bridge.hold import called, team_name
from gateway.bridge.lists import OPEN
from gateway.bridge.telling import conversation_of, talking_language
from gateway.bridge.transcript import Line, transcript
from gateway.bridge.words import RESIDENT
from gateway.delivery.outbox import failed_deliveries
from gateway.inbox.entries import Group, Reader
from gateway.inbox.in_dutch import DutchOfPhrases
from gateway.inbox.listing import Row, rows_of, topic_title
from gateway.inbox.whatsapp import Arrival, Window, arrivals_of, window_of
from gateway.inbox.words import BY_RESIDENT, EVENTS
from gateway.inbox.words import RESIDENT as THE_RESIDENT
from gateway.services import Services
from gateway.store.conversations import history
from gateway.store.schema import Case, CaseEvent, CaseState, Delivery, StaffMember, Team
from gateway.store.schema.conversations import WHATSAPP
from gateway.store.voice_notes import voice_notes_of
from gateway.whatsapp.templates import read_templates

LIKELY = 3
# How near to the best hit of the search, 0 to 1.
NEAR = 0.6
PHONE, CHAT = "phone", "chat"


@dataclass(frozen=True)
class Happened:
    """A line of the case's history; `who` is empty for what happens by itself."""

    at: dt.datetime
    who: str
    what: str


@dataclass(frozen=True)
class Topic:
    """A topic that may be what the resident means."""

    id: str
    title: str


@dataclass(frozen=True)
class Sheet:
    """The case as `row` sums it up, and all around it.

    `language`: what the resident reads now; a reply may be written in it or in Dutch. `phone`: only for who has the
    case and is to call; `phone_lost`: it was left but cannot be read any more. `window`: when the case is answered on
    WhatsApp; `can_invite`: there is a template to ask them to write again; `arrivals`: how far what staff said there
    has come, and `notes`: voice notes to play, both by the number of the CaseMessage. `forward_to`: the team it goes to
    when the resident agrees. `reachable`: there is a talk to answer in. `answered`: titles of what the assistant
    answered. `spoken`: the resident spoke instead of typing.
    """

    row: Row
    language: str
    team: str
    phone: str
    phone_lost: bool
    window: Window | None
    can_invite: bool
    arrivals: Mapping[int, Arrival]
    notes: Mapping[int, str]
    forward_to: str
    reachable: bool
    spoken: bool
    groups: Sequence[Group]
    answered: Sequence[str]
    likely: Sequence[Topic]
    events: Sequence[Happened]
    failed: Sequence[Delivery]
    teams: Sequence[Team]

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.row.case

    @property
    def reach(self) -> str:
        """How the resident is answered: "here" is on WhatsApp for who talks with us there."""
        return WHATSAPP if self.window and self.case.reach == CHAT else self.case.reach

    @property
    def open(self) -> bool:
        """True until someone closes it."""
        return self.case.state in OPEN

    @property
    def mine(self) -> bool:
        """True while the reader has it in hand."""
        return self.case.state == CaseState.CLAIMED.value and self.row.mine


def sheet_of(
    session: Session,
    services: Services,
    phrases: DutchOfPhrases,
    member: StaffMember,
    case: Case,
    *,
    at: dt.datetime,
) -> Sheet:
    """The sheet of a case that the member may see. `at`: now."""
    (row,) = rows_of(session, services.content, member, [case], at=at)
    lines = transcript(session, case)
    people = list(session.scalars(select(StaffMember)))
    names = {person.id: called(person) for person in people}
    language = talking_language(session, case)
    calls = row.mine and case.state == CaseState.CLAIMED.value and case.reach == PHONE
    phone = services.numbers.unseal(case.sealed_phone or "")
    shown = window_of(session, case, at=at) if services.settings.has_whatsapp else None
    return Sheet(
        row=row,
        language=language if language in LANGUAGES else SOURCE_LANGUAGE,
        team=team_name(session, case) or "",
        phone=phone or "" if calls else "",
        phone_lost=bool(calls and case.sealed_phone and not phone),
        window=shown,
        can_invite=bool(read_templates(services.settings.whatsapp_templates)),
        arrivals=arrivals_of(session, case),
        notes=voice_notes_of(session, case.id),
        forward_to=_name_of(session, case.forward_to),
        reachable=shown is not None or conversation_of(session, case) is not None,
        spoken=_spoke(session, case),
        groups=Reader(services.content, phrases, names, case.city).groups(lines),
        answered=_answered(services.content, lines, case.city),
        likely=likely_topics(services, row),
        events=_events(session, case, {person.login: called(person) for person in people}),
        failed=failed_deliveries(session, case_id=case.id),
        teams=_other_teams(session, case),
    )


def likely_topics(services: Services, row: Row) -> list[Topic]:
    """What the question is probably about: what the case says, then what the search finds in the resident's words."""
    asked = row.newest or row.question
    words = [asked.text, asked.dutch or ""] if asked else []
    hits = [hit.topic for text in words for hit in services.search.rank(text, limit=LIKELY) if hit.score >= NEAR]
    known = [topic for topic in (row.case.topic, *hits) if topic in services.content.topics]
    chosen = [topic for topic in dict.fromkeys(known) if topic]
    return [Topic(topic, topic_title(services.content, topic, row.case.city)) for topic in chosen[:LIKELY]]


def found_topics(services: Services, query: str, city: str | None, *, limit: int = 6) -> list[Topic]:
    """The topics for words of staff, best first."""
    hits = services.search.rank(query, limit=limit)
    return [Topic(hit.topic, topic_title(services.content, hit.topic, city)) for hit in hits]


def _answered(content: Content, lines: Sequence[Line], city: str | None) -> list[str]:
    shown = (line for line in lines if line.message and line.message.get("card"))
    return list(dict.fromkeys(topic_title(content, line.topic, city) for line in shown))


def _spoke(session: Session, case: Case) -> bool:
    """True when a message of the resident was heard, as channels with voice mark it (`voice`)."""
    said = history(session, case.conversation_id) if case.conversation_id else ()
    return any(message.body["from"] == "resident" and message.body.get("voice") for message in said)


def _events(session: Session, case: Case, names: dict[str, str]) -> list[Happened]:
    found = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id))
    return [_happened(event, names) for event in found]


def _happened(event: CaseEvent, names: dict[str, str]) -> Happened:
    what = EVENTS.get(event.what, event.what)
    if event.who == RESIDENT:
        return Happened(event.at, THE_RESIDENT, BY_RESIDENT.get(event.what, what))
    return Happened(event.at, names.get(event.who, ""), what)


def _other_teams(session: Session, case: Case) -> list[Team]:
    return [team for team in session.scalars(select(Team).where(Team.active).order_by(Team.name)) if _takes(team, case)]


def _takes(team: Team, case: Case) -> bool:
    return team.id not in (case.team_id, case.forward_to)


def _name_of(session: Session, team_id: str | None) -> str:
    team = session.get(Team, team_id) if team_id else None
    return team.name if team else ""
