"""The rows of a list: what each case is about, who waits how long, who has it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.hold import called
from gateway.bridge.lists import is_overdue, may_see
from gateway.bridge.words import NOTE
from gateway.inbox.quotes import Quote, newest_of, question_of
from gateway.inbox.waiting import Waiting, waiting_of
from gateway.store.schema import Case, CaseMessage, StaffMember

FILTERS = ("language", "topic", "neighbourhood", "channel")


@dataclass(frozen=True)
class Row:
    """One case in a list. `newest`: what the resident said last, when nobody has answered it yet."""

    case: Case
    title: str
    city: str
    question: Quote | None
    newest: Quote | None
    waiting: Waiting
    holder: str
    mine: bool


def rows_of(
    session: Session, content: Content, member: StaffMember, cases: Sequence[Case], *, at: dt.datetime
) -> list[Row]:
    """The rows for these cases, in their order. `at`: now."""
    said = _said_in(session, cases)
    late = _late(session, cases)
    people = _holders(session, cases)
    return [
        Row(
            case=case,
            title=topic_title(content, case.topic, case.city),
            city=city_name(content, case.city),
            question=question_of(case, said[case.id]),
            newest=newest_of(case, said[case.id]),
            waiting=waiting_of(case, said[case.id], overdue=case.id in late, at=at),
            holder=called(people.get(case.claimed_by or 0)),
            mine=case.claimed_by == member.id,
        )
        for case in cases
    ]


def choices(session: Session, member: StaffMember) -> dict[str, list[str]]:
    """For each filter the values that occur in the member's cases, in alphabetical order."""
    found = {name: select(getattr(Case, name)).where(may_see(member)).distinct() for name in FILTERS}
    return {name: sorted(value for value in session.scalars(chosen) if value) for name, chosen in found.items()}


def topic_title(content: Content, topic: str | None, city: str | None) -> str:
    """The Dutch title of a topic as it is in this city; empty for none, or one that is no longer there."""
    if topic is None or topic not in content.topics:
        return ""
    return content.said(topic, SOURCE_LANGUAGE, city if city in content.cities else None).wording.title


def city_name(content: Content, city: str | None) -> str:
    """The Dutch name of a city; one that we do not know as it is."""
    known = content.cities.get(city or "")
    return known.names.in_language(SOURCE_LANGUAGE) if known else city or ""


def _said_in(session: Session, cases: Sequence[Case]) -> dict[int, list[CaseMessage]]:
    chosen = select(CaseMessage).where(CaseMessage.case_id.in_([case.id for case in cases]), CaseMessage.sender != NOTE)
    said: dict[int, list[CaseMessage]] = defaultdict(list)
    for message in session.scalars(chosen.order_by(CaseMessage.at, CaseMessage.id)):
        said[message.case_id].append(message)
    return said


def _late(session: Session, cases: Sequence[Case]) -> set[int]:
    return set(session.scalars(select(Case.id).where(Case.id.in_([case.id for case in cases]), is_overdue())))


def _holders(session: Session, cases: Sequence[Case]) -> dict[int, StaffMember]:
    numbers = {case.claimed_by for case in cases if case.claimed_by is not None}
    return {person.id: person for person in session.scalars(select(StaffMember).where(StaffMember.id.in_(numbers)))}
