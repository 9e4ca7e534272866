"""The chat page: complete without JavaScript, taken over by it where there is some."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from civic.content.model import LANGUAGES
from gateway.conversation.turn import TEXT_LIMIT, Incoming, take_turn
from gateway.errors import ChatError, NotFound, Unavailable
from gateway.limits import limit_messages
from gateway.locale import request_language
from gateway.qr import qr_address
from gateway.services import services
from gateway.store.conversations import find_conversation, history, wipe_conversation
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Owner
from gateway.topics.areas import areas_of, choice_of
from gateway.whatsapp.taking_along import TakenAlong, taken_along
from gateway.widget.scripts import script_urls
from gateway.widget.sheets import sheet_url

# The day of the accessibility statement: set it when someone has gone through what it says.
CHECKED_ON = dt.date(2026, 11, 26)

blueprint = Blueprint(
    "widget", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


@blueprint.get("/")
def page() -> ResponseReturnValue:
    """The chat, with what was said before. `?language=` and `?city=` choose and are remembered.

    `?area=` shows what one can ask about: the topics of an area, or with `all` the areas.
    """
    _remember_choice(request.args.get("language"), request.args.get("city"))
    return show_chat(embedded=False)


@blueprint.get("/widget")
def widget() -> ResponseReturnValue:
    """The chat for an iframe on another site; its script keeps the conversation, cookies may be refused there."""
    response = make_response(show_chat(embedded=True))
    response.headers["X-WieDoetWat-Embedded"] = "1"
    return response


@blueprint.get("/privacy")
def privacy() -> str:
    """What is kept and for how long: quotes the setting that the clean-up follows."""
    settings = services().settings
    return render_template("privacy.html", days=settings.retention_days, has_whatsapp=settings.has_whatsapp)


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Who can use these pages, what tests say of that, what they don't, and how to complain."""
    return render_template("accessibility.html", checked_on=f"{CHECKED_ON:%d/%m/%Y}")


@blueprint.post("/chat")
@limit_messages
def say() -> ResponseReturnValue:
    """A message typed in the form."""
    return _take(request.form.get("text", ""))


@blueprint.post("/chat/button")
@limit_messages
def press() -> ResponseReturnValue:
    """A button of a message."""
    return _take(request.form.get("payload", ""))


@blueprint.post("/chat/topic")
@limit_messages
def pick() -> ResponseReturnValue:
    """A topic from the list."""
    topic = request.form.get("topic", "")
    if topic not in services().content.topics:
        raise NotFound
    return _take(request.form.get("title", "") or topic, topic=topic)


@blueprint.get("/chat/<conversation_id>/whatsapp")
def take_along(conversation_id: str) -> Response:
    """For the script of the page: how the open case goes on on WhatsApp, as `{code, url, qr}`; else 404."""
    with services().database.transaction() as store:
        found = taken_along(store, services().settings, conversation_id)
    if found is None:
        raise NotFound
    return jsonify(code=found.code, url=found.url, qr=qr_address(found.url))


@blueprint.post("/chat/settings")
def choose() -> ResponseReturnValue:
    """Another language or city, also for the conversation under way."""
    _remember_choice(request.form.get("language"), request.form.get("city"))
    with services().database.transaction() as store:
        conversation = find_conversation(store, session.get("conversation", ""))
        if conversation is not None:
            conversation.language = session.get("language", conversation.language)
            conversation.city = session.get("city", conversation.city)
    return redirect(url_for("widget.page"), 303)


@blueprint.post("/chat/wipe")
def wipe() -> ResponseReturnValue:
    """Delete the conversation here and in the store."""
    with services().database.transaction() as store:
        wipe_conversation(store, session.get("conversation", ""))
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    response = redirect(url_for("widget.page"), 303)
    response.headers["Clear-Site-Data"] = '"storage"'  # what the script kept in the browser, also where it is off now
    return response


def _take(text: str, *, topic: str | None = None) -> ResponseReturnValue:
    try:
        result = take_turn(
            services(),
            Incoming(
                text=text,
                conversation=session.get("conversation"),
                city=session.get("city"),
                page_language=request_language(),
                topic=topic,
            ),
        )
    except StoreUnavailable:
        return _refuse(Unavailable(), text)
    except ChatError as error:
        return _refuse(error, text)
    session["conversation"] = result["conversation"]
    if result["language"] in LANGUAGES:
        session["language"] = result["language"]
    if result["city"]:
        session["city"] = result["city"]
    return redirect(url_for("widget.page") + "#latest", 303)


def _refuse(error: ChatError, typed: str) -> ResponseReturnValue:
    """The page again, with what is wrong and what was typed."""
    message = services().content.phrase(error.phrase, error.language or request_language())
    return make_response(show_chat(embedded=False, error=message, typed=typed), error.status)


def _remember_choice(language: str | None, city: str | None) -> None:
    if language in LANGUAGES:
        session["language"] = language
    if city in services().content.cities:
        session["city"] = city


def show_chat(*, embedded: bool, offline: bool = False, error: str | None = None, typed: str = "") -> str:
    """The chat as a page. `embedded` and `offline`: without the talk, and with the city of the address."""
    messages: list[dict[str, Any]] = []
    owner = Owner.BOT.value
    along: TakenAlong | None = None
    conversation_id = None if embedded or offline else session.get("conversation")
    if conversation_id:
        with services().database.transaction() as store:
            conversation = find_conversation(store, conversation_id)
            if conversation is None:
                session.pop("conversation")
                conversation_id = None
            else:
                owner = conversation.owner
                messages = [message.body for message in history(store, conversation_id)]
                along = taken_along(store, services().settings, conversation_id)
    city = request.args.get("city") if embedded or offline else session.get("city")
    city = city if city in services().content.cities else None
    return render_template(
        "chat.html",
        sheet=sheet_url("chat"),
        scripts=script_urls(),
        areas=areas_of(services().content),
        choice=choice_of(request.args.get("area"), request_language(), city),
        embedded=embedded,
        offline=offline,
        conversation=conversation_id,
        owner=owner,
        has_whatsapp=bool(services().settings.whatsapp_number),
        along=along,
        along_qr=qr_address(along.url) if along else "",
        max_length=TEXT_LIMIT,
        privacy_url=url_for("widget.privacy"),
        city=city,
        messages=messages,
        error=error,
        typed=typed,
    )


def no_store(response: Response) -> Response:
    """A talk on a shared computer must not come back from the browser's cache."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


blueprint.after_request(lambda response: response if request.endpoint == "widget.static" else no_store(response))
