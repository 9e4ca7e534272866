"""`GET /inbox/events`: Server-Sent Events that say that a list or a case changed; the page then reads itself anew.

The store is asked again and again, so that a change by any process arrives. Only counts and fingerprints are sent.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, request, stream_with_context
from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as whichever
from sqlalchemy.orm import Session

from civic.case_codes import find_code
from gateway.bridge.lists import counts, may_see
from gateway.inbox.failures import failed_of
from gateway.inbox.whatsapp import arrivals_of, window_of
from gateway.services import Services, services
from gateway.staff.session import is_still_signed_in, signed_in
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Case, CaseEvent, CaseMessage, Message, StaffMember, TranslationState, now

STREAM_SECONDS = 50
POLL_SECONDS = 1.5

blueprint = Blueprint("inbox_live", __name__, url_prefix="/inbox")


@blueprint.get("/events")
def events() -> Response:
    """`?case=K7M3QF` watches that case as well. Ends after 50 s; the browser comes back by itself.

    Event `state`: `{"lists": fingerprint, "case": fingerprint or null, "counts": {...}, "failed": 2}`, at once and at
    each change. Event `over`: the session ended.
    """
    code = find_code(request.args.get("case", ""))
    stream = _stream(services(), signed_in(), code)
    response = Response(stream_with_context(stream), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _stream(parts: Services, member: StaffMember, code: str | None) -> Iterator[str]:
    yield "retry: 2000\n: hello\n\n"
    told = ""
    end = time.monotonic() + STREAM_SECONDS
    while time.monotonic() < end:
        try:
            with parts.database.transaction() as session:
                if not is_still_signed_in(session, member):
                    yield "event: over\ndata: {}\n\n"
                    return
                state = json.dumps(state_of(session, member, code))
        except StoreUnavailable:  # the next look may find it back
            state = told
        yield f"event: state\ndata: {state}\n\n" if state != told else ": still here\n\n"
        told = state
        time.sleep(POLL_SECONDS)


def state_of(session: Session, member: StaffMember, code: str | None) -> dict[str, object]:
    """What the member's page should know; `case` is None for a case that they may not see (any more)."""
    return {
        "lists": print_of_lists(session, member),
        "case": print_of_case(session, member, code) if code else None,
        "counts": counts(session, member),
        "failed": len(failed_of(session, member)),
    }


def print_of_lists(session: Session, member: StaffMember) -> str:
    """Differs when anything in the member's lists did."""
    visible = select(Case.id).where(may_see(member))
    happened = select(func.max(CaseEvent.id), func.count()).where(CaseEvent.case_id.in_(visible))
    said = select(*_words()).where(CaseMessage.case_id.in_(visible))
    found = (counts(session, member), *session.execute(happened).one(), *session.execute(said).one())
    return _fingerprint(found)


def print_of_case(session: Session, member: StaffMember, code: str) -> str | None:
    """Differs when anything on the page of this case did; None when the member may not see it."""
    case = session.scalars(select(Case).where(Case.code == code, may_see(member))).one_or_none()
    if case is None:
        return None
    happened = select(func.max(CaseEvent.id)).where(CaseEvent.case_id == case.id)
    said = select(*_words()).where(CaseMessage.case_id == case.id)
    talk = select(func.max(Message.number)).where(Message.conversation_id == case.conversation_id)
    found = [case.state, case.claimed_by, case.team_id, case.whose_turn, case.forward_to, case.conversation_id]
    found += [session.scalar(happened), *session.execute(said).one(), session.scalar(talk)]
    failed = [each.id for each in failed_of(session, member, case_id=case.id)]
    return _fingerprint((*found, failed, _on_whatsapp(session, case)))


def _on_whatsapp(session: Session, case: Case) -> object:
    """How far what was said there came, and since when the resident is awaited."""
    shown = window_of(session, case, at=now())
    about = (shown.is_open, shown.soon, shown.closes_at, shown.invited_at, shown.stopped) if shown else None
    return arrivals_of(session, case), about


def _words() -> tuple[ColumnElement[Any], ...]:
    """The newest message, and how many translations are under way or failed."""

    def number(state: TranslationState) -> ColumnElement[Any]:
        return func.sum(whichever((CaseMessage.translation == state.value, 1), else_=0))

    return func.max(CaseMessage.id), number(TranslationState.WAITING), number(TranslationState.FAILED)


def _fingerprint(found: object) -> str:
    return hashlib.sha256(repr(found).encode()).hexdigest()[:16]
