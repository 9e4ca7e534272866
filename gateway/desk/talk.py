"""What is said in a visit: by the resident, by the helper for them, by a button, or as a card that the helper picks."""

from __future__ import annotations

import logging

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from civic.cards import answer_with
from civic.content.model import SOURCE_LANGUAGE
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.conversation.turn import Incoming, take_turn
from gateway.desk.once import is_there, message_id, once_of_form
from gateway.desk.pages import back_to_desk, desk_page, needs_visit
from gateway.desk.visit import current_visit, end_visit
from gateway.errors import ChatError, NotFound, Unavailable
from gateway.limits import limit_messages
from gateway.services import services
from gateway.store.conversations import find_conversation, lock_conversation
from gateway.store.database import StoreUnavailable

logger = logging.getLogger(__name__)
blueprint = Blueprint("desk_talk", __name__, url_prefix="/desk", template_folder="templates")


@blueprint.post("/say")
@limit_messages
@needs_visit
def say() -> ResponseReturnValue:
    """Fields: `text`, `once`, and `by`: `helper` for what the helper types in Dutch."""
    visit = current_visit()
    helper = request.form.get("by") == "helper"
    return _take(
        Incoming(
            text=request.form.get("text", ""),
            conversation=visit.id,
            # The helper's Dutch does not turn the resident's pane into Dutch; the resident's own words may turn it.
            language=visit.language if helper else None,
            page_language=visit.language,
            written_in=SOURCE_LANGUAGE if helper else None,
            message=message_id(visit.id, once_of_form()),
        )
    )


@blueprint.post("/press")
@limit_messages
@needs_visit
def press() -> ResponseReturnValue:
    """A button of a message, in either pane. Fields: `payload`, `once`."""
    visit = current_visit()
    return _take(
        Incoming(
            text=request.form.get("payload", ""),
            conversation=visit.id,
            page_language=visit.language,
            message=message_id(visit.id, once_of_form()),
        )
    )


@blueprint.post("/card")
@needs_visit
def pick() -> ResponseReturnValue:
    """Show the card of `topic` to both, without asking the assistant. Field: `once`."""
    parts, visit, topic = services(), current_visit(), request.form.get("topic", "")
    if topic not in parts.content.topics:
        raise NotFound(language=SOURCE_LANGUAGE)
    reply = answer_with(parts.content, topic, language=visit.language, city=visit.city)
    body = {"id": message_id(visit.id, once_of_form()), **message_body(reply, parts.audio)}
    with parts.database.transaction() as store:
        conversation = lock_conversation(store, visit.id)
        if conversation is not None and not is_there(store, body["id"]):
            keep_for_resident(store, parts, conversation, body)
            # What is asked next ("and what must I bring?") is about this card, and so is a case.
            conversation.context = {**conversation.context, "last_topic": topic, "failures": 0}
    return back_to_desk()


def _take(incoming: Incoming) -> ResponseReturnValue:
    try:
        take_turn(services(), incoming)
    except StoreUnavailable as error:
        logger.error("desk: not kept: %s", error)
        return _again(Unavailable())
    except ChatError as error:
        return _again(error)
    if _is_forgotten():
        end_visit()
    return back_to_desk()


def _again(error: ChatError) -> ResponseReturnValue:
    """The page with what was typed; without the store there is no page, and the general answer comes."""
    problem = services().content.phrase(error.phrase, SOURCE_LANGUAGE)
    return desk_page(current_visit(), problem=problem, status=error.status, typed=dict(request.form))


def _is_forgotten() -> bool:
    """True when the resident just had everything deleted."""
    with services().database.transaction() as store:
        return find_conversation(store, current_visit().id) is None
