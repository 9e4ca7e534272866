"""Making a proposal: one tap in a case, beside an answer of the bot."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway.bridge.hold import visible
from gateway.errors import NotFound
from gateway.proposals.masking import hidden
from gateway.services import Services
from gateway.staff.audit import record
from gateway.store.conversations import history
from gateway.store.schema import Case, Message, Proposal, ProposalState, StaffMember

REMARK_LENGTH = 500


class Problem(StrEnum):
    """What was the matter with an answer."""

    WRONG = "wrong"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"


class NoSuchAnswer(NotFound):
    """The case holds no such message of the bot (any more)."""


def propose(
    services: Services, code: str, message: str, member: StaffMember, problem: Problem, *, remark: str = ""
) -> tuple[Proposal, bool]:
    """The proposal about this answer of the bot, and True when it was made now; a second tap gives the same one.

    `message`: the id of the answer in the chat contract. Raises NoSuchCase, NoSuchAnswer, StoreUnavailable.
    """
    with services.database.transaction() as session:
        case = _locked(session, code, member)
        answer, question = _asked_and_answered(session, case, message)
        known = (case.name, services.numbers.unseal(case.sealed_phone or ""))
        made = _made(case, answer, question, member, problem, remark=remark, known=known)
        existing = _same(session, made)
        if existing is not None:
            return existing, False
        session.add(made)
        session.flush()
        record(session, member, "proposal_made", case.code)
        return made, True


def _locked(session: Session, code: str, member: StaffMember) -> Case:
    """The case, when the member may see it; nobody else proposes in it until this transaction ends."""
    same = update(Case).where(Case.code == code).values(code=Case.code)
    session.execute(same.execution_options(synchronize_session=False))
    return visible(session, code, member)


def _asked_and_answered(session: Session, case: Case, message_id: str) -> tuple[Message, Message | None]:
    """The answer, and the last thing that the resident asked before it."""
    said = history(session, case.conversation_id) if case.conversation_id else ()
    question = None
    for message in said:
        if message.id == message_id:
            if message.body["from"] != "bot":
                break
            return message, question
        if message.body["from"] == "resident" and not message.body.get("aside"):
            question = message
    raise NoSuchAnswer


def _made(
    case: Case,
    answer: Message,
    question: Message | None,
    member: StaffMember,
    problem: Problem,
    *,
    remark: str,
    known: tuple[str | None, ...],
) -> Proposal:
    """`known`: the name and number of the resident, to hide wherever they stand."""
    answered = answer.body.get("topic")
    return Proposal(
        state=ProposalState.NEW.value,
        problem=problem.value,
        language=question.body["language"] if question else case.language,
        city=case.city,
        answered_topic=answered,
        topic=_likely_topic(case, answered, problem),
        question=hidden(question.body["text"], known=known) if question else "",
        remark=hidden(remark[:REMARK_LENGTH], known=known) or None,
        case_code=case.code,
        made_by=member.login,
    )


def _likely_topic(case: Case, answered: str | None, problem: Problem) -> str | None:
    """What the question is an example of: an outdated or unclear answer was about the right thing."""
    if problem is not Problem.WRONG:
        return answered
    return case.topic if case.topic != answered else None


def _same(session: Session, made: Proposal) -> Proposal | None:
    """The proposal that says the same of the same answer in the same case."""
    same = select(Proposal).where(
        Proposal.case_code == made.case_code,
        Proposal.problem == made.problem,
        Proposal.question == made.question,
        Proposal.answered_topic.is_not_distinct_from(made.answered_topic),
    )
    return session.scalars(same.limit(1)).one_or_none()
