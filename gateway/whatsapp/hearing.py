"""Hears a message of a resident and answers it: the way in of the deliveries that the webhook writes.

| what goes wrong | what is done |
| --- | --- |
| the worker dies at any moment | taken up again; what was kept, answered or erased by then is not done twice |
| the store is away | tried again later; an emergency is answered at once, straight to the phone |
| SECRET_KEY was changed meanwhile | failed: nobody can read it any more |
| anything else, twice | the resident hears that it went wrong, so that what they say next is not held up |
"""

from __future__ import annotations

import json
import logging

from sqlalchemy.exc import InterfaceError, OperationalError

from gateway.bridge.telling import phrase_reply
from gateway.delivery.problems import GiveUp, Problem, TryLater
from gateway.errors import Unavailable
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Delivery
from gateway.whatsapp import answering, asking_back, listening, places, stopping, urgent
from gateway.whatsapp.contacts import move
from gateway.whatsapp.meeting import Met, find_talk
from gateway.whatsapp.received import Kind, Received, read_message
from gateway.whatsapp.saying import let_go, say, was_said
from gateway.whatsapp.welcoming import welcome

logger = logging.getLogger(__name__)
SEALED = "sealed"
UNREADABLE = "it cannot be read with this SECRET_KEY"
ENOUGH_TRIES = 2
STARTED = "started"


def hear(services: Services, delivery: Delivery) -> None:
    """Answer the message in `delivery.body`; once done the body is empty, and doing it again changes nothing.

    Raises a Problem.
    """
    if not delivery.body:
        return
    received = _unsealed(services, delivery)
    try:
        if received is not None:
            _hear(services, delivery, received)
        with services.database.transaction() as session:
            let_go(session, delivery.id)
    except Exception as error:
        if received is not None and isinstance(error, StoreUnavailable) and urgent.answer(services, received):
            return
        problem = _problem_of(error, last_try=delivery.attempts >= ENOUGH_TRIES)
        if received is not None and isinstance(problem, GiveUp):
            _apologise(services, delivery, received)
        raise problem from None


def _problem_of(error: Exception, *, last_try: bool) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, Unavailable):
        return TryLater("it is being answered")
    away = isinstance(error, StoreUnavailable) and isinstance(error.__cause__, OperationalError | InterfaceError)
    if away or not last_try:
        return TryLater("the store is away" if away else type(error).__name__)
    return GiveUp(type(error).__name__)


def _unsealed(services: Services, delivery: Delivery) -> Received | None:
    told = services.numbers.unseal(str(delivery.body.get(SEALED, "")))
    if told is None:
        raise GiveUp(UNREADABLE)
    return read_message(json.loads(told))


def _hear(services: Services, delivery: Delivery, received: Received) -> None:
    if received.kind is Kind.MOVED:
        with services.database.transaction() as session:
            move(session, services.numbers, old=received.number or "", new=received.moved_to or "")
        return
    met = find_talk(services, delivery, received)
    if met.erased:
        stopping.forgotten_again(services, met)
        return
    if met.conversation is None:
        if not stopping.wants_to_start(services, met):
            stopping.answer_stopped(services, met)
            return
        stopping.start_again(services, met)
        met = find_talk(services, delivery, received)
    if _wants_to_stop(services, received):
        stopping.stop(services, met)
        return
    starts = stopping.wants_to_start(services, met) and (met.is_first or was_said(services, met, STARTED))
    if starts:
        hello = stopping.in_their_language(services, met, "whatsapp_started")
        say(services, met, answering.text(met, hello), what=STARTED)
    else:
        _answer(services, met)
    welcome(services, met)


def _answer(services: Services, met: Met) -> None:
    sent = met.received
    if sent.kind is Kind.PLACE and not places.is_for_a_person(met):
        places.ask_back(services, met)
    elif sent.kind is Kind.PLACE:
        answering.take_words(services, met, places.in_words(services, met))
    elif sent.kind is Kind.PRESS:
        if not asking_back.take_tap(services, met):
            answering.press(services, met)
    elif sent.kind is Kind.WORDS:
        if not asking_back.takes_heard(services, met, sent.text):
            answering.take_words(services, met, sent.text)
    elif sent.kind is Kind.VOICE:
        listening.hear_note(services, met)
    elif sent.kind is Kind.OPENED:
        say(services, met, answering.text(met, services.content.phrase("greeting", met.language)))
    else:
        answering.cannot_open(services, met)


def _wants_to_stop(services: Services, received: Received) -> bool:
    return received.kind is Kind.WORDS and services.opting_out.wants_to_stop(received.text)


def _apologise(services: Services, delivery: Delivery, received: Received) -> None:
    """Say sorry, if even that works."""
    try:
        met = find_talk(services, delivery, received)
        say(services, met, phrase_reply(services, met.language, "apology"), what="apology")
    except Exception as error:  # the delivery is given up for the first problem, and seen by staff
        logger.error("delivery=%s no apology either: %s", delivery.id, type(error).__name__)
