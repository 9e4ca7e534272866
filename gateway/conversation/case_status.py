"""Tells what became of a case when a message names its code."""

from __future__ import annotations

from civic.case_codes import find_code
from civic.replies import Kind, Reply
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.cases import find_case, newest_case_of
from gateway.store.schema import Case, CaseState

PHRASES = {
    CaseState.NEW: "case_status_new",
    CaseState.CLAIMED: "case_status_claimed",
    CaseState.RESOLVED: "case_status_closed",
    CaseState.UNREACHABLE: "case_status_closed",
}


def answer(services: Services, talk: Talk) -> Outcome | None:
    """The state of the case in words; None when the message names no code."""
    code = None if talk.is_payload else find_code(talk.text)
    if code is None:
        return None
    with services.database.transaction() as session:
        case = find_case(session, code)
    return _tell(services, talk, case)


def own_case(services: Services, talk: Talk) -> Outcome | None:
    """The state of the newest case of this conversation; None when it has none."""
    with services.database.transaction() as session:
        case = newest_case_of(session, talk.id)
    return _tell(services, talk, case) if case else None


def _tell(services: Services, talk: Talk, case: Case | None) -> Outcome:
    content = services.content
    text = (
        content.phrase("case_unknown", talk.language)
        if case is None
        else content.phrase(PHRASES[CaseState(case.state)], talk.language, code=case.code)
    )
    return Outcome(replies=(Reply(kind=Kind.HANDOVER, language=talk.language, text=text, private=True),))
