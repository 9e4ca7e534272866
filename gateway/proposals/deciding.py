"""What an editor makes of a proposal. Of two editors at once, the first decides and the other is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from gateway.bridge.words import NOTE
from gateway.errors import NotFound
from gateway.proposals.masking import hidden
from gateway.proposals.sentences import Unfit, read_taken
from gateway.services import Services
from gateway.staff.audit import record
from gateway.store.cases import find_case
from gateway.store.schema import CaseMessage, Proposal, ProposalState, StaffMember, now

REASON_LENGTH = 1000
# The team that proposed it reads this as a note in the case.
NOTES = {
    ProposalState.ACCEPTED: "Je voorstel om een antwoord te verbeteren is aanvaard.",
    ProposalState.REJECTED: "Je voorstel om een antwoord te verbeteren is geweigerd.",
}


class NoSuchProposal(NotFound):
    """No proposal with this number."""


class AlreadyDecided(Exception):
    """Another editor was first."""


class NoReason(ValueError):
    """Rejecting needs a reason of 1 to 1000 characters."""


class NotAnExample(ValueError):
    """The sentence cannot be an example; `why`, and the intent that has it already."""

    def __init__(self, why: Unfit, intent: str | None) -> None:
        super().__init__(why.value)
        self.why = why
        self.intent = intent


@dataclass(frozen=True)
class Acceptance:
    """What an editor fills in: the sentence is an example of `topic` (None: no example), `change` is to be done."""

    topic: str | None
    language: str
    example: str
    change: str = ""


def accept(services: Services, number: int, member: StaffMember, given: Acceptance) -> Proposal:
    """Take the proposal over. Raises NoSuchProposal, AlreadyDecided, NotAnExample, ValueError, StoreUnavailable."""
    if given.topic is not None and given.topic not in services.content.topics:
        raise ValueError(given.topic)
    if given.language not in LANGUAGES:
        raise ValueError(given.language)
    example = " ".join(given.example.split())
    if given.topic is not None:
        _check(example, given.topic)
    values: dict[str, Any] = {"topic": given.topic, "language": given.language, "reason": _words(given.change) or None}
    if given.topic is not None:
        values["question"] = example
    return _decide(services, number, member, ProposalState.ACCEPTED, values)


def reject(services: Services, number: int, member: StaffMember, reason: str) -> Proposal:
    """Turn the proposal down. Raises NoSuchProposal, AlreadyDecided, NoReason, StoreUnavailable."""
    words = _words(reason)
    if not words:
        raise NoReason
    return _decide(services, number, member, ProposalState.REJECTED, {"reason": words})


def _words(text: str) -> str:
    words = hidden(text)
    if len(words) > REASON_LENGTH:
        raise NoReason
    return words


def _check(example: str, topic: str) -> None:
    taken = read_taken()
    why = taken.why_not(example, topic)
    if why is not None:
        raise NotAnExample(why, taken.intent_of(example))


def _decide(
    services: Services, number: int, member: StaffMember, state: ProposalState, values: dict[str, Any]
) -> Proposal:
    decision = {"state": state.value, "decided_by": member.login, "decided_at": now(), **values}
    undecided = update(Proposal).where(Proposal.id == number, Proposal.state == ProposalState.NEW.value)
    with services.database.transaction() as session:
        done = session.execute(undecided.values(**decision).execution_options(synchronize_session=False))
        proposal = session.get(Proposal, number)
        if proposal is None:
            raise NoSuchProposal(language=SOURCE_LANGUAGE)
        if not getattr(done, "rowcount", 0):
            raise AlreadyDecided
        record(session, member, f"proposal_{state.value}", f"voorstel {number}")
        _tell_the_team(session, proposal, member, state)
        return proposal


def _tell_the_team(session: Session, proposal: Proposal, member: StaffMember, state: ProposalState) -> None:
    """A note in the case, while there is one."""
    case = find_case(session, proposal.case_code) if proposal.case_code else None
    if case is None:
        return
    note = f"{NOTES[state]} {proposal.reason or ''}".strip()
    session.add(
        CaseMessage(case_id=case.id, sender=NOTE, staff_id=member.id, original=note, language=SOURCE_LANGUAGE, at=now())
    )


def counts(session: Session) -> dict[str, int]:
    """How many proposals there are in each state."""
    found = {state.value: 0 for state in ProposalState}
    for state, number in session.execute(select(Proposal.state, func.count()).group_by(Proposal.state)):
        found[state] = number
    return found
