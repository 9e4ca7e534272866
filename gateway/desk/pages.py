"""The page of the desk: before a visit a choice of language, during one the two panes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar, cast

from flask import Blueprint, Flask, current_app, g, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from civic.replies import direction_of
from gateway.bridge.owner import open_cases_of
from gateway.bridge.routing import neighbourhoods_asked
from gateway.conversation.turn import TEXT_LIMIT
from gateway.desk.both_sides import HelpersReader, for_resident
from gateway.desk.once import new_once
from gateway.desk.visit import (
    city_of_desk,
    current_visit,
    find_visit,
    is_wiped,
    register_visits,
    remember_city,
    start_visit,
)
from gateway.inbox.in_dutch import DutchOfPhrases
from gateway.services import services
from gateway.store.conversations import history, lock_conversation
from gateway.store.schema import Conversation
from gateway.widget.sheets import sheet_url

blueprint = Blueprint("desk", __name__, url_prefix="/desk", template_folder="templates", static_folder="static")
Parameters = ParamSpec("Parameters")
Returned = TypeVar("Returned")


@blueprint.record_once
def _prepare(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    app.extensions["phrases_at_desk"] = DutchOfPhrases(app.extensions["services"].content)
    register_visits(app)


def needs_visit(view: Callable[Parameters, ResponseReturnValue]) -> Callable[Parameters, ResponseReturnValue]:
    """Send who has no visit (any more) to the first page; the view finds it as `current_visit()`."""

    @functools.wraps(view)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> ResponseReturnValue:
        found = find_visit()
        if found is None:
            return back_to_desk()
        g.desk_visit = found
        return view(*args, **kwargs)

    return guarded


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The desk, as it is now. What it shows is never in its address: the browser's history tells nothing."""
    visit = find_visit(by_itself="X-By-Itself" in request.headers)
    return desk_page(visit) if visit is not None else start_page()


@blueprint.post("/start")
def start() -> ResponseReturnValue:
    """Begin a visit. Fields: `language`, and `city` unless the desk has one."""
    city = request.form.get("city", "") or city_of_desk()
    start_visit(
        language=request.form.get("language", SOURCE_LANGUAGE), city=city if city in services().content.cities else None
    )
    return back_to_desk()


@blueprint.post("/settings")
@needs_visit
def choose() -> ResponseReturnValue:
    """Another `language` or `city` for the visit."""
    language, city = request.form.get("language"), request.form.get("city")
    with services().database.transaction() as store:
        conversation = lock_conversation(store, current_visit().id)
        if conversation is not None and language in LANGUAGES:
            conversation.language = language
        if conversation is not None and city in services().content.cities:
            conversation.city = city
    remember_city(city)
    return back_to_desk()


def back_to_desk() -> ResponseReturnValue:
    """To the page, after something was done."""
    return redirect(url_for("desk.show"), 303)


def start_page() -> ResponseReturnValue:
    """The choice of language, with nothing of any visit."""
    page = render_template("desk/start.html", city=city_of_desk(), wiped=is_wiped(), **staff_side())
    return make_response(page)


def desk_page(visit: Conversation, *, problem: str = "", status: int = 200, **shown: Any) -> ResponseReturnValue:
    """Both panes. `problem`: what went wrong, in Dutch. `shown`: `query` and `found`, `looked_up`, `typed`."""
    parts = services()
    with parts.database.transaction() as store:
        messages = [message.body for message in history(store, visit.id)]
        cases = open_cases_of(store, visit.id)
        neighbourhoods = neighbourhoods_asked(store, visit.city)
    reader = HelpersReader(parts.content, _phrases(), visit.city)
    page = render_template(
        "desk/desk.html",
        visit=visit,
        theirs={"language": visit.language, "direction": direction_of(visit.language)},
        said=reader.read(messages),
        messages=[for_resident(message) for message in messages],
        latest=_latest_turn(messages),
        case=cases[0] if cases else None,
        neighbourhoods=neighbourhoods,
        with_whatsapp=services().settings.has_whatsapp,
        city=visit.city,
        owner=visit.owner,
        problem=problem,
        once=new_once(),
        max_length=TEXT_LIMIT,
        idle_seconds=parts.settings.desk_idle_minutes * 60,
        press_url=url_for("desk_talk.press"),
        **{"query": "", "found": None, "looked_up": None, "typed": {}, "opened": "", **shown},
        **staff_side(),
    )
    return make_response(page, status)


def _latest_turn(messages: Sequence[Mapping[str, Any]]) -> str:
    """The id of the message that the newest turn began with."""
    asked = [message["id"] for message in messages if message["from"] == "resident"]
    return str(asked[-1]) if asked else ""


def staff_side() -> dict[str, object]:
    """The page is in Dutch, whatever the browser asks for; parts of it are in the resident's language."""
    return {
        "language": SOURCE_LANGUAGE,
        "direction": direction_of(SOURCE_LANGUAGE),
        "at_desk": True,
        "sheet": sheet_url("desk"),
    }


def _phrases() -> DutchOfPhrases:
    return cast(DutchOfPhrases, current_app.extensions["phrases_at_desk"])
