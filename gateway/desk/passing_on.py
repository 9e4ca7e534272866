"""Passes the resident's question on to a person, from one form that the helper fills in with them."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from civic.content.model import SOURCE_LANGUAGE
from gateway.bridge.owner import open_cases_of
from gateway.bridge.routing import Asked, city_matters
from gateway.conversation.handover import NAME_LENGTH, PHONE, WHATSAPP, read_phone
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.conversation.opening import open_the_case
from gateway.conversation.state import Outcome, Talk
from gateway.conversation.turn import TEXT_LIMIT
from gateway.desk.once import is_there, message_id, once_of_form
from gateway.desk.pages import back_to_desk, desk_page, needs_visit
from gateway.desk.visit import DESK, current_visit
from gateway.services import services
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.store.conversations import history, lock_conversation, record_resident
from gateway.store.schema import Conversation, Owner

blueprint = Blueprint("desk_passing_on", __name__, url_prefix="/desk", template_folder="templates")
NOT_AGREED = "Vraag eerst of de inwoner het goed vindt, en vink dat aan."
NO_QUESTION = "Schrijf kort waar het over gaat. Er is nog niets gevraagd in dit gesprek."
NO_PHONE = "Dat is geen telefoonnummer. Typ alle cijfers, of kies dat de inwoner langskomt."
NO_NAME = f"Een voornaam heeft letters, en hoogstens {NAME_LENGTH} tekens."
NO_CITY = "Kies eerst de stad, bovenaan. Dan komt de vraag bij het juiste team."
OPEN_ALREADY = "Deze vraag is al doorgegeven. Wat je hier typt, komt erbij."


@blueprint.post("/case")
@needs_visit
def pass_on() -> ResponseReturnValue:
    """Fields: `agreed`, `question`, `reach` (desk, phone, whatsapp), `phone`, `neighbourhood`, `name`, `once`.

    The same form sent twice opens one case. What is missing is said, and what was typed stays.
    """
    visit, once = current_visit(), once_of_form()
    with services().database.transaction() as store:
        is_open = bool(open_cases_of(store, visit.id))
        nothing_asked = not any(message.body["from"] == "resident" for message in history(store, visit.id))
        wants_city = visit.city is None and city_matters(store, services().content, _asked(visit))
    problem = OPEN_ALREADY if is_open else _problem(nothing_asked=nothing_asked, wants_city=wants_city)
    if problem:
        typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
        return desk_page(visit, problem=problem, status=409 if is_open else 422, typed=typed, opened="case")
    _keep_question(visit, once)
    outcome = open_the_case(services(), _talk(visit, key=message_id(visit.id, once)), name=_field("name") or None)
    _keep(visit, outcome)
    return back_to_desk()


def _problem(*, nothing_asked: bool, wants_city: bool) -> str:
    name = _field("name")
    if "agreed" not in request.form:
        return NOT_AGREED
    if nothing_asked and not _field("question"):
        return NO_QUESTION
    if _reach() in (PHONE, WHATSAPP) and read_phone(_field("phone")) is None:
        return NO_PHONE
    if name and (len(name) > NAME_LENGTH or not any(letter.isalpha() for letter in name)):
        return NO_NAME
    return NO_CITY if wants_city else ""


def _keep_question(visit: Conversation, once: str) -> None:
    """What the helper wrote about the question stands in the talk, and so in the case."""
    question, identifier = _field("question")[:TEXT_LIMIT], message_id(visit.id, f"question-{once}")
    if not question:
        return
    with services().database.transaction() as store:
        conversation = lock_conversation(store, visit.id)
        if conversation is not None and not is_there(store, identifier):
            record_resident(store, conversation, question, language=SOURCE_LANGUAGE, message_id=identifier)


def _keep(visit: Conversation, outcome: Outcome) -> None:
    """Tell both what became of it, and write down who opened the case."""
    parts = services()
    with parts.database.transaction() as store:
        conversation = lock_conversation(store, visit.id)
        if conversation is None:
            return
        for reply in outcome.replies:
            keep_for_resident(store, parts, conversation, message_body(reply, parts.audio))
        conversation.pending = outcome.pending or {}
        for case in open_cases_of(store, visit.id)[:1]:
            record(store, signed_in(), "case_opened_at_desk", case.code)


def _talk(visit: Conversation, *, key: str) -> Talk:
    contact = {"reach": _reach(), "key": key}
    if _reach() in (PHONE, WHATSAPP):
        contact["phone"] = services().numbers.seal(read_phone(_field("phone")) or "")
    if _field("neighbourhood"):
        contact["neighbourhood"] = _field("neighbourhood")[:NAME_LENGTH]
    return Talk(
        id=visit.id,
        text="",
        language=visit.language,
        city=visit.city,
        owner=Owner(visit.owner),
        context=dict(visit.context),
        pending=contact,
        is_payload=False,
        channel=DESK,
    )


def _reach() -> str:
    """How the resident wants to hear: at the desk unless chosen otherwise, because this talk is wiped."""
    given = request.form.get("reach", DESK)
    return given if given == PHONE or (given == WHATSAPP and services().settings.has_whatsapp) else DESK


def _asked(visit: Conversation) -> Asked:
    return Asked(language=visit.language, topic=visit.context.get("last_topic"))


def _field(name: str) -> str:
    return " ".join(request.form.get(name, "").replace("\x00", "").split())
