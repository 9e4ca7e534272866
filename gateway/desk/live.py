"""`GET /desk/events`: tells that the talk of the visit changed; the page then reads itself anew."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from flask import Blueprint, Response, stream_with_context
from sqlalchemy import func, select

from gateway.desk.visit import find_visit
from gateway.services import Services, services
from gateway.staff.session import is_still_signed_in, signed_in
from gateway.store.conversations import find_conversation
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Message, StaffMember

STREAM_SECONDS = 50
POLL_SECONDS = 1.5

blueprint = Blueprint("desk_live", __name__, url_prefix="/desk")


@blueprint.get("/events")
def events() -> Response:
    """Event `talk`: `{"newest": 17, "owner": "bot"}`, at once and at each change. Event `over`: no visit (any more).

    Ends after 50 s; the browser comes back by itself.
    """
    visit = find_visit(by_itself=True)
    stream = _stream(services(), signed_in(), visit.id if visit else "")
    response = Response(stream_with_context(stream), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _stream(parts: Services, member: StaffMember, conversation_id: str) -> Iterator[str]:
    yield "retry: 2000\n: hello\n\n"
    told = ""
    end = time.monotonic() + STREAM_SECONDS
    while time.monotonic() < end:
        try:
            state = _state(parts, member, conversation_id)
        except StoreUnavailable:  # the next look may find it back
            state = told
        if state is None:
            yield "event: over\ndata: {}\n\n"
            return
        yield f"event: talk\ndata: {state}\n\n" if state != told else ": still here\n\n"
        told = state
        time.sleep(POLL_SECONDS)


def _state(parts: Services, member: StaffMember, conversation_id: str) -> str | None:
    with parts.database.transaction() as session:
        conversation = find_conversation(session, conversation_id)
        if conversation is None or not is_still_signed_in(session, member):
            return None
        newest = session.scalar(select(func.max(Message.number)).where(Message.conversation_id == conversation_id))
        return json.dumps({"newest": newest or 0, "owner": conversation.owner})
