"""A resident comes back with a code: how the case stands, and going on with it here, answers included."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from civic.replies import Kind, Reply, direction_of
from gateway.bridge.hold import lock
from gateway.bridge.owner import OPEN, open_cases_of
from gateway.bridge.telling import said_by
from gateway.conversation.continuing import move
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.desk.lookup import Answer, LookedUp, NotFoundThatWay, answers_of, find, looked_up
from gateway.desk.once import is_there, message_id
from gateway.desk.pages import back_to_desk, desk_page, needs_visit
from gateway.desk.visit import current_visit
from gateway.inbox.clock import here
from gateway.services import services
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.store.conversations import find_conversation
from gateway.store.schema import Case, Conversation

blueprint = Blueprint("desk_coming_back", __name__, url_prefix="/desk", template_folder="templates")
OTHER_OPEN = "In dit gesprek is al een andere vraag open. Wis eerst, en begin opnieuw met deze code."
NOTHING_TO_SHOW = "Er is nog geen antwoord van het team."


@blueprint.post("/lookup")
@needs_visit
def look_up() -> ResponseReturnValue:
    """Fields: `code`, and `name` when the case has one. Whoever looked stands in the audit log."""
    visit = current_visit()
    try:
        found = _look_up(visit)
    except NotFoundThatWay as wrong:
        return _again(visit, wrong)
    return desk_page(visit, looked_up=found, typed=_typed(), opened="lookup", here=here)


@blueprint.post("/continue")
@needs_visit
def go_on() -> ResponseReturnValue:
    """Put the team's answers into the talk, and, when the case is open, let it go on here. Fields as for `look_up`."""
    visit = current_visit()
    try:
        _go_on(visit)
    except NotFoundThatWay as wrong:
        return _again(visit, wrong)
    return back_to_desk()


def _look_up(visit: Conversation) -> LookedUp:
    """A wrong code is kept as a guess, so the transaction ends well before the refusal is told."""
    refused: NotFoundThatWay | None = None
    with services().database.transaction() as store:
        try:
            case = _find(store, visit)
        except NotFoundThatWay as wrong:
            refused = wrong
        else:
            record(store, signed_in(), "case_seen", case.code)
            found = looked_up(store, services(), case, conversation=visit.id)
    if refused is not None:
        raise refused
    return found


def _go_on(visit: Conversation) -> None:
    refused: NotFoundThatWay | None = None
    with services().database.transaction() as store:
        try:
            case = _find(store, visit)
            lock(store, Case.id == case.id, also=visit.id)
            others = [other for other in open_cases_of(store, visit.id) if other.id != case.id]
            if others and case.state in OPEN:
                raise NotFoundThatWay(OTHER_OPEN)
            if case.state not in OPEN and not answers_of(store, case):
                raise NotFoundThatWay(NOTHING_TO_SHOW)
        except NotFoundThatWay as wrong:
            refused = wrong
        else:
            _put_here(store, visit, case)
    if refused is not None:
        raise refused


def _put_here(store: Session, visit: Conversation, case: Case) -> None:
    conversation = find_conversation(store, visit.id)
    if conversation is None:  # wiped in another window just now
        return
    for answer in answers_of(store, case):
        identifier = message_id(visit.id, f"answer-{answer.number}")
        if not is_there(store, identifier):
            body = {"id": identifier, **_message(store, case, answer)}
            keep_for_resident(store, services(), conversation, body, case_id=case.id)
    if case.state in OPEN and case.conversation_id != visit.id:
        move(store, services(), case, conversation=visit.id)
    record(store, signed_in(), "case_continued_at_desk", case.code)


def _message(store: Session, case: Case, answer: Answer) -> dict[str, object]:
    """A person's words as the resident would have read them in their own talk."""
    language = answer.translated_language or answer.language
    reply = Reply(kind=Kind.TEXT, language=language, text=answer.translated or answer.text, private=True)
    body = {**message_body(reply, services().audio), **said_by(store, case, answer.staff_id)}
    if answer.translated:
        written = {"text": answer.text, "language": answer.language, "direction": direction_of(answer.language)}
        body["original"] = written
    return body


def _find(store: Session, visit: Conversation) -> Case:
    given = _typed()
    return find(store, services(), code=given["code"], name=given["name"], conversation=visit.id)


def _again(visit: Conversation, wrong: NotFoundThatWay) -> ResponseReturnValue:
    typed = {**_typed(), "ask_name": "1" if wrong.ask_name else ""}
    # To ask for the name is the next step, no mistake.
    status = 200 if wrong.ask_name and not typed["name"] else 422
    return desk_page(visit, problem=wrong.problem, status=status, typed=typed, opened="lookup")


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "").strip()[:80] for name in ("code", "name")}
