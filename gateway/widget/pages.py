"""The chat page: complete without JavaScript, taken over by it where there is some."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from civic.content.model import LANGUAGES
from gateway.conversation.turn import TEXT_LIMIT, Incoming, take_turn
from gateway.errors import ChatError, Unavailable
from gateway.limits import limit_messages
from gateway.locale import request_language
from gateway.services import services
from gateway.store.conversations import find_conversation, history, wipe_conversation
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Owner

blueprint = Blueprint(
    "widget", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)


@blueprint.get("/")
def page() -> ResponseReturnValue:
    """The chat, with what was said before. `?language=` and `?city=` choose and are remembered."""
    _remember_choice(request.args.get("language"), request.args.get("city"))
    return _show(embedded=False)


@blueprint.get("/widget")
def widget() -> ResponseReturnValue:
    """The chat for an iframe on another site; its script keeps the conversation, cookies may be refused there."""
    response = make_response(_show(embedded=True))
    response.headers["X-WieDoetWat-Embedded"] = "1"
    return response


@blueprint.get("/privacy")
def privacy() -> str:
    """What is kept and for how long: quotes the setting that the clean-up follows."""
    return render_template("privacy.html", days=services().settings.retention_days)


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
    return redirect(url_for("widget.page"), 303)


def _take(text: str) -> ResponseReturnValue:
    try:
        result = take_turn(
            services(),
            Incoming(
                text=text,
                conversation=session.get("conversation"),
                city=session.get("city"),
                page_language=request_language(),
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
    return make_response(_show(embedded=False, error=message, typed=typed), error.status)


def _remember_choice(language: str | None, city: str | None) -> None:
    if language in LANGUAGES:
        session["language"] = language
    if city in services().content.cities:
        session["city"] = city


def _show(*, embedded: bool, error: str | None = None, typed: str = "") -> str:
    messages: list[dict[str, Any]] = []
    owner = Owner.BOT.value
    conversation_id = None if embedded else session.get("conversation")
    if conversation_id:
        with services().database.transaction() as store:
            conversation = find_conversation(store, conversation_id)
            if conversation is None:
                session.pop("conversation")
                conversation_id = None
            else:
                owner = conversation.owner
                messages = [message.body for message in history(store, conversation_id)]
    city = request.args.get("city") if embedded else session.get("city")
    return render_template(
        "chat.html",
        embedded=embedded,
        conversation=conversation_id,
        owner=owner,
        max_length=TEXT_LIMIT,
        privacy_url=url_for("widget.privacy"),
        city=city if city in services().content.cities else None,
        messages=messages,
        error=error,
        typed=typed,
    )


def no_store(response: Response) -> Response:
    """A talk on a shared computer must not come back from the browser's cache."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


blueprint.after_request(lambda response: response if request.endpoint == "widget.static" else no_store(response))
