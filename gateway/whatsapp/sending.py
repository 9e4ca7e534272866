"""Sends one WhatsApp message to the phone it is for: the only place where a number is read again.

| what Meta or the network says | what is done |
| --- | --- |
| no answer, 5xx, 429, too many calls (4, 80007, 130429) or to this phone (131056) | tried again, later and later |
| anything else: the 24 hours are over (131047), cannot be reached (131026), a bad parameter (100) | failed at once |
| our token is not accepted (0, 190) or may not do this (3, 10, 200–299), account stopped | failed, admins are told |
| the 24 hours are over by our own clock | waits for an answer; an invitation goes out |
"""

from __future__ import annotations

import datetime as dt
import logging
import re

from sqlalchemy import update
from sqlalchemy.orm import Session

from gateway.clients.whatsapp import GraphError
from gateway.delivery.problems import WORTH_ANOTHER_TRY, GiveUp, Problem, PutOff, TryLater, refused
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.numbers import international
from gateway.store.schema import Delivery, WhatsAppContact, now
from gateway.whatsapp import window
from gateway.whatsapp.alarm import concerns_admins, tell_admins
from gateway.whatsapp.ids import kept_id
from gateway.whatsapp.outgoing import SEALED
from gateway.whatsapp.pacing import wait_for_turn
from gateway.whatsapp.voice import send_part

logger = logging.getLogger(__name__)
TOO_MANY = frozenset({4, 80007, 130429, 131056})
OFF = "WhatsApp is not set up"
GONE = "the contact is gone"
STOPPED = "the resident stopped WhatsApp"
# In an id that WhatsApp gives who hides their number, and in no number.
ID = re.compile(r"[A-Za-z]")
UNREADABLE = "the number cannot be read with this SECRET_KEY"
IN_ORDER = "an earlier message goes first"


def send(services: Services, delivery: Delivery) -> str | None:
    """Send a part of a message to a contact: `recipient` is the hash of the number, `body` what `bring` wrote.

    Gives the hash of WhatsApp's id for it. Raises a Problem.
    """
    if not delivery.body:  # sent before, and not kept since
        return None
    with services.database.transaction() as session:
        found = _whom(session, services, delivery)
    sent = _send(services, delivery, _usable(found))
    if SEALED in delivery.body:
        _keep_no_words(services, delivery)
    return sent


def invite(services: Services, delivery: Delivery) -> str | None:
    """Send the template in `body`, unless they wrote meanwhile. As `send`."""
    with services.database.transaction() as session:
        contact = session.get(WhatsAppContact, delivery.recipient)
        if contact is not None and window.is_open(contact, now()):
            return None
        found = _number(services, contact.sealed_number if contact else None, contact)
    return _send(services, delivery, _usable(found))


def problem_of(error: GraphError) -> Problem:
    """What is done about an error of the Graph API."""
    after = refused(429, retry_after=error.retry_after)
    waits = after.after if isinstance(after, TryLater) else None
    status = error.status
    passing = status is None or status >= 500 or status in WORTH_ANOTHER_TRY
    if error.code in TOO_MANY or (passing and not concerns_admins(error.code)):
        return TryLater(str(error), after=waits)
    return GiveUp(str(error))


def _whom(session: Session, services: Services, delivery: Delivery) -> str | Problem:
    """The number to send to now, or why not."""
    contact = session.get(WhatsAppContact, delivery.recipient)
    last_words = delivery.body.get(SEALED)
    number = _number(services, last_words or (contact.sealed_number if contact else None), contact)
    if last_words or contact is None or isinstance(number, Problem):
        return number
    if not window.is_open(contact, now()):
        return window.hold(session, services, delivery, contact)
    if window.has_earlier(session, delivery):
        window.release(session, delivery.recipient)
        return PutOff(IN_ORDER, until=now() + dt.timedelta(seconds=1))
    return number


def _number(services: Services, sealed: str | None, contact: WhatsAppContact | None) -> str | Problem:
    if not services.settings.has_whatsapp:
        return GiveUp(OFF)
    if sealed is None:
        return GiveUp(STOPPED if contact and contact.stopped_at else GONE)
    number = services.numbers.unseal(sealed)
    if not number:
        return GiveUp(UNREADABLE)
    return number if ID.search(number) else international(number)


def _usable(found: str | Problem) -> str:
    """Raised here and not where it was found: what the transaction noted has to stay."""
    if isinstance(found, Problem):
        raise found
    return found


def _send(services: Services, delivery: Delivery, number: str) -> str | None:
    wait_for_turn(services)
    try:
        sent = send_part(
            services, delivery.body, lambda part: services.whatsapp.send(part, to=number, tracker=delivery.key)
        )
        return kept_id(sent) if sent else None
    except GraphError as error:
        if concerns_admins(error.code):
            tell_admins(services, error.code)
        raise problem_of(error) from None


def _keep_no_words(services: Services, delivery: Delivery) -> None:
    """The last words to somebody of whom we keep nothing go as soon as they are sent."""
    emptied = update(Delivery).where(Delivery.id == delivery.id).values(body={})
    try:
        with services.database.transaction() as session:
            session.execute(emptied, execution_options={"synchronize_session": False})
    except StoreUnavailable as error:  # it is sent: failing now would send it again
        logger.error("delivery=%s keeps its words until retention: %s", delivery.id, error)
