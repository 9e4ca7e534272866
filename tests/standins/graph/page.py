"""A phone in the browser: type, speak, tap, and see what the assistant sends; also without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, render_template, request, send_from_directory, url_for
from werkzeug.wrappers import Response as AnyResponse

from tests.standins.graph.api import graph
from tests.standins.graph.chat import bubbles, is_typing
from tests.standins.graph.media import Media
from tests.standins.graph.phones import Phone
from tests.standins.graph.recording import voice_note
from tests.standins.graph.sending import open_chat

FOLDER = Path(__file__).parent
blueprint = Blueprint("page", __name__)
# Numbers that nobody can have; one phone per language, so that each talk stays in its own.
NUMBERS = {"32470000001": "Nederlands", "32470000002": "Türkçe", "32470000003": "العربية"}
# Somewhere in the middle of each city.
PLACES = {"Genk": (50.9658, 5.5001), "Beringen": (51.0488, 5.2267), "Brussel": (50.8467, 4.3525)}
LIVE_SECONDS = 15


def _phone(number: str) -> Phone:
    if not (number.isascii() and number.isdigit() and 7 <= len(number) <= 15):
        abort(404)
    return graph().phone(number)


@blueprint.get("/")
def choose() -> str | AnyResponse:
    """The phones."""
    asked = "".join(filter(str.isdigit, request.args.get("number", "")))
    if asked:
        return redirect(url_for("page.show", number=asked))
    return render_template("choose.html", numbers=NUMBERS, account=graph().account)


@blueprint.get("/phone/<number>")
def show(number: str) -> str:
    """One phone, with its controls beside it."""
    phone = _phone(number)
    open_chat(graph(), number)
    return render_template(
        "phone.html",
        phone=phone,
        graph=graph(),
        account=graph().account,
        bubbles=bubbles(graph(), phone),
        typing=is_typing(graph(), phone),
        places=PLACES,
    )


@blueprint.get("/phone/<number>/bubbles")
def fragment(number: str) -> str:
    """The talk alone, as it is now."""
    phone = _phone(number)
    return render_template(
        "bubbles.html", phone=phone, bubbles=bubbles(graph(), phone), typing=is_typing(graph(), phone)
    )


@blueprint.get("/phone/<number>/events")
def events(number: str) -> Response:
    """Server-sent events: one whenever something changed anywhere."""
    _phone(number)
    current = graph()

    def changes() -> Iterator[str]:
        seen = -1
        while True:
            with current.changes:
                if current.version == seen:
                    current.changes.wait(LIVE_SECONDS)
                seen = current.version
            yield f"data: {seen}\n\n"

    return Response(changes(), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


@blueprint.post("/phone/<number>/text")
def text(number: str) -> AnyResponse:
    """Send what was typed."""
    if request.form.get("text", "").strip():
        _phone(number).says(request.form["text"])
    return _back(number)


@blueprint.post("/phone/<number>/tap")
def tap(number: str) -> AnyResponse:
    """Tap a button or a row of a list."""
    sent = graph().find_sent(request.form["message"])
    if sent is None or request.form["choice"] not in sent.choices.values():
        abort(404)
    _phone(number).taps_on(sent, request.form["choice"])
    return _back(number)


@blueprint.post("/phone/<number>/voice")
def voice(number: str) -> AnyResponse:
    """Send a voice note that was recorded here or chosen from a file."""
    file = request.files.get("sound")
    try:
        note = voice_note(file.read() if file else b"")
    except ValueError as error:
        abort(Response(f"{error}", status=415, mimetype="text/plain"))
    _phone(number).speaks(note)
    return _back(number)


@blueprint.post("/phone/<number>/other")
def other(number: str) -> AnyResponse:
    """Send something else than words: a place, a sticker, a thumb under the last message, a deletion …"""
    phone, what = _phone(number), request.form["what"]
    received, texts = phone.received, [each for each in phone.written if each.message["type"] == "text"]
    if what in PLACES:
        phone.shows_place(*PLACES[what])
    elif what == "sticker":
        phone.sends("sticker", {"id": graph().keep_media(b"RIFF", "image/webp").id, "mime_type": "image/webp"})
    elif what == "reaction" and received:
        phone.reacts(received[-1].id)
    elif what == "edit" and texts:
        phone.edits(texts[-1], f"{texts[-1].message['text']['body']} (!)")
    elif what == "delete" and texts:
        phone.deletes(texts[-1])
    elif what == "unsupported":
        phone.sends_unsupported()
    return _back(number)


@blueprint.post("/phone/<number>/settings")
def change(number: str) -> AnyResponse:
    """Switch the phone off or on, stop read receipts, leave WhatsApp, or let a day pass."""
    phone = _phone(number)
    phone.is_on = "is_on" in request.form
    phone.reads = "reads" in request.form
    phone.on_whatsapp = "on_whatsapp" in request.form
    if "day" in request.form:
        phone.hours_pass(25)
    open_chat(graph(), number)
    graph().changed()
    return _back(number)


@blueprint.post("/business")
def business() -> AnyResponse:
    """Make things go wrong at Meta, and right again."""
    form, behaviour = request.form, graph().behaviour
    graph().account.token_expired = "token_expired" in form
    behaviour.is_down = "is_down" in form
    if form.get("refusal"):
        behaviour.refusals.append(int(form["refusal"]))
    graph().changed()
    return redirect(request.referrer or url_for("page.choose"))


@blueprint.get("/sound/<media_id>")
def sound(media_id: str) -> Response:
    """A sound to play on the page."""
    media: Media | None = graph().media.get(media_id)
    if media is None:
        abort(404)
    return Response(media.content, mimetype=media.mime_type.partition(";")[0])


@blueprint.get("/static/<path:name>")
def static_file(name: str) -> Response:
    """Styles and script."""
    return send_from_directory(FOLDER / "static", name)


def _back(number: str) -> AnyResponse:
    return redirect(url_for("page.show", number=number) + "#newest")
