"""What staff do with a case, as forms. After each the browser goes to a page; what goes wrong keeps what was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from civic.case_codes import find_code
from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from gateway.bridge import life
from gateway.errors import NotFound
from gateway.inbox.ready_made import is_ready_made
from gateway.inbox.views import case_page
from gateway.services import services
from gateway.staff.audit import record
from gateway.staff.session import signed_in
from gateway.store.database import StoreUnavailable
from gateway.store.schema import CaseState

logger = logging.getLogger(__name__)
blueprint = Blueprint("inbox_actions", __name__, url_prefix="/inbox", template_folder="templates")

NOT_YOURS = "Je hebt deze vraag niet (meer) in handen. Ze ging terug naar de groep, naar een collega, of is afgesloten."
NOTHING = f"Schrijf eerst iets, en hoogstens {life.TEXT_LIMIT} tekens."
CHOOSE = "Kies eerst wat je wil versturen."
NO_TEAM = "Kies een team dat vragen aanneemt."
AWAY = "Het is niet bewaard: de databank antwoordt niet. Probeer het zo nog eens."


@blueprint.post("/<code>/claim")
def claim(code: str) -> ResponseReturnValue:
    """Take the case. Of two at once one wins; the other reads who was first."""
    return _do(code, "case_claimed", "claimed", lambda known: life.claim(services(), known, signed_in()))


@blueprint.post("/<code>/release")
def release(code: str) -> ResponseReturnValue:
    """Give the case back to the team."""
    return _do(
        code, "case_released", "released", lambda known: life.release(services(), known, signed_in()), leave=True
    )


@blueprint.post("/<code>/reply")
def reply(code: str) -> ResponseReturnValue:
    """Fields: `text`, and `language` it is written in (Dutch unless given)."""
    language = request.form.get("language", SOURCE_LANGUAGE)
    language = language if language in LANGUAGES else SOURCE_LANGUAGE
    return _do(
        code,
        "case_replied",
        "replied",
        lambda known: life.reply(services(), known, signed_in(), _text("text"), language=language),
    )


@blueprint.post("/<code>/phrase")
def phrase(code: str) -> ResponseReturnValue:
    """Field: `phrase`, the key of a ready-made one."""
    key = request.form.get("phrase", "")
    if not is_ready_made(services().content, key):
        return case_page(code, problem=CHOOSE, status=422)
    return _do(code, "case_replied", "phrase", lambda known: life.send_phrase(services(), known, signed_in(), key))


@blueprint.post("/<code>/card")
def card(code: str) -> ResponseReturnValue:
    """Field: `topic`, whose card the resident gets."""
    topic = request.form.get("topic", "")
    return _do(code, "case_card", "card", lambda known: life.attach_card(services(), known, signed_in(), topic))


@blueprint.post("/<code>/note")
def note(code: str) -> ResponseReturnValue:
    """Field: `note`, for colleagues only."""
    return _do(code, "case_noted", "noted", lambda known: life.add_note(services(), known, signed_in(), _text("note")))


@blueprint.post("/<code>/forward")
def forward(code: str) -> ResponseReturnValue:
    """Fields: `team`, and `agreed` when the resident agreed elsewhere; else they are asked first."""
    team, agreed = request.form.get("team", ""), "agreed" in request.form
    return _do(
        code,
        "case_forwarded",
        "forwarded" if agreed else "forward_asked",
        lambda known: life.forward(services(), known, signed_in(), team, agreed=agreed),
        leave=agreed,
    )


@blueprint.post("/<code>/close")
def close(code: str) -> ResponseReturnValue:
    """Fields: `state` (resolved or unreachable) and `outcome`, which the resident reads."""
    state = CaseState.UNREACHABLE if request.form.get("state") == "unreachable" else CaseState.RESOLVED
    return _do(
        code,
        "case_closed",
        "closed",
        lambda known: life.close(services(), known, signed_in(), state, _text("outcome")),
        leave=True,
    )


def _do(code: str, action: str, done: str, act: Callable[[str], object], *, leave: bool = False) -> ResponseReturnValue:
    """Carry it out and say so on the case, or, with `leave`, on the list; or say on the case what went wrong."""
    known = find_code(code) or ""
    try:
        act(known)
    except life.CaseTaken as taken:
        return _again(known, f"{taken.by} was net voor jou en behandelt deze vraag nu.", 409)
    except life.NotYours:
        return _again(known, NOT_YOURS, 409)
    except life.NothingSaid:
        return _again(known, NOTHING, 422)
    except life.NoSuchTeam:
        return _again(known, NO_TEAM, 422)
    except life.NoSuchTopic:
        return _again(known, CHOOSE, 422)
    except NotFound:
        raise NotFound(language=SOURCE_LANGUAGE) from None
    except StoreUnavailable as error:
        logger.error("case=%s %s not kept: %s", known, action, error)
        return _again(known, AWAY, 503)
    _audit(action, known)
    if leave:
        return redirect(url_for("inbox.list_cases", list="mine", done=done), 303)
    return redirect(url_for("inbox.show_case", code=known, done=done), 303)


def _again(code: str, problem: str, status: int) -> ResponseReturnValue:
    """The page of the case with what was typed; without the store, a page that holds only that."""
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    try:
        return case_page(code, problem=problem, status=status, typed=typed)
    except StoreUnavailable:
        page = render_template("inbox/not_kept.html", code=code, problem=problem, typed=typed, action=request.path)
        return make_response(page, 503)


def _audit(action: str, code: str) -> None:
    """It is done, and stands in the history of the case; a log that cannot be written now does not undo it."""
    try:
        with services().database.transaction() as session:
            record(session, signed_in(), action, code)
    except StoreUnavailable as error:
        logger.error("case=%s %s not in the audit log: %s", code, action, error)


def _text(name: str) -> str:
    """A field of words, with plain line ends."""
    return request.form.get(name, "").replace("\r\n", "\n")
