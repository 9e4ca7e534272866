"""The visit under way: the talk of one resident with one helper, until it is wiped or forgotten on the screen."""

from __future__ import annotations

import datetime as dt
import logging

from flask import Flask, g, session
from flask_login import user_logged_out

from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from gateway.services import services
from gateway.staff.session import signed_in
from gateway.store.conversations import find_conversation, start_conversation, wipe_conversation
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Conversation, now

logger = logging.getLogger(__name__)
DESK = "desk"
# What the browser's cookie holds of a visit. The city is the helper's: it stays from one visit to the next.
VISIT, CITY, TO_WIPE = "desk", "desk_city", "desk_to_wipe"
# What the resident's own chat page may have left in the same browser.
OF_RESIDENT = ("conversation", "language", "city")
NOTE = dt.timedelta(seconds=30)


def start_visit(*, language: str, city: str | None) -> None:
    """Begin with the next resident; what was left of the one before is wiped first. Raises StoreUnavailable."""
    end_visit()
    with services().database.transaction() as store:
        conversation = start_conversation(
            store, language=language if language in LANGUAGES else SOURCE_LANGUAGE, city=city
        )
        conversation.channel = DESK
        begun = conversation.id
    session[VISIT] = {"conversation": begun, "member": signed_in().id}
    remember_city(city)


def find_visit(*, by_itself: bool = False) -> Conversation | None:
    """The talk of the visit, detached; None when there is none.

    A visit of somebody else, or one that nobody touched for too long, is wiped here: the screen it stood on may have
    lost its script. `by_itself`: the page looks, not a person, so that this does not keep the visit alive.
    """
    _finish_wiping()
    kept = session.get(VISIT)
    if not kept:
        return None
    with services().database.transaction() as store:
        conversation = find_conversation(store, kept["conversation"])
        fresh = conversation is not None and kept["member"] == signed_in().id and not _is_left(conversation)
        if conversation is not None and fresh and not by_itself and now() - conversation.seen_at > NOTE:
            conversation.seen_at = now()
    if not fresh:
        end_visit()
        return None
    return conversation


def current_visit() -> Conversation:
    """The visit that `needs_visit` found for this request."""
    found: Conversation = g.desk_visit
    return found


def end_visit() -> None:
    """Wipe the talk here and in the store, with what the chat page left in this browser.

    On a bad day the screen is emptied all the same; the store follows at one of the next requests.
    """
    kept = session.pop(VISIT, None)
    left = [kept["conversation"]] if kept else []
    if session.get("conversation"):
        left.append(session["conversation"])
    for name in OF_RESIDENT:
        session.pop(name, None)
    if left:
        session[TO_WIPE] = [*session.get(TO_WIPE, ()), *left]
    _finish_wiping()


def is_wiped() -> bool:
    """False while the store still holds a talk that was wiped on the screen."""
    return not session.get(TO_WIPE)


def remember_city(city: str | None) -> None:
    """Where the desk stands: asked once, not of every resident."""
    if city in services().content.cities:
        session[CITY] = city


def city_of_desk() -> str | None:
    """The city that was chosen last at this desk."""
    city = session.get(CITY)
    return city if city in services().content.cities else None


def register_visits(app: Flask) -> None:
    """Signing out ends the visit too."""

    def ended(_app: Flask, **_user: object) -> None:
        if session.get(VISIT):
            end_visit()

    user_logged_out.connect(ended, app, weak=False)


def _finish_wiping() -> None:
    left = session.get(TO_WIPE)
    if not left:
        return
    try:
        with services().database.transaction() as store:
            for conversation_id in left:
                wipe_conversation(store, conversation_id)
    except StoreUnavailable as error:
        logger.error("desk: %d talks still to be wiped: %s", len(left), error)
        return
    session.pop(TO_WIPE)


def _is_left(conversation: Conversation) -> bool:
    """Longer than the page itself waits: it warns first, and a sleeping computer's page wipes when it wakes."""
    return now() - conversation.seen_at > dt.timedelta(minutes=services().settings.desk_idle_minutes + 5)
