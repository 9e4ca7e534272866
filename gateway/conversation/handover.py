"""From "I want a person" to a case: agreement, how to be reached, where they live when it matters, a first name.

The resident's name and number are asked and kept here; they never pass through Rasa or the action server.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from civic.consent import AGREE, DECLINE
from civic.language.normalise import normalise
from civic.places import find_city
from civic.replies import Button, Kind, Reply
from gateway.bridge.owner import open_cases_of
from gateway.bridge.routing import Asked, city_matters, neighbourhoods_asked
from gateway.bridge.telling import phrase_reply
from gateway.conversation.opening import RETRY, open_the_case
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.conversations import find_conversation
from gateway.store.schema import Conversation
from gateway.whatsapp.reaching import own_number

CHAT, PHONE, WHATSAPP = "chat", "phone", "whatsapp"
REACH = {"/reach_chat": CHAT, "/reach_whatsapp": WHATSAPP, "/reach_phone": PHONE, "/reach_desk": "desk"}
SKIP = "/handover_skip"
THIS_NUMBER = "/handover_this_number"
CITY = "/handover_city_"
NEIGHBOURHOOD = "/handover_neighbourhood_"
NAME_LENGTH = 40
# While we wait for one of these, what is typed is an answer to us, not a part of the question.
ANSWERED_BY_TYPING = frozenset({"phone", "city", "neighbourhood", "name"})


def answer(services: Services, talk: Talk) -> Outcome | None:
    """The next step of a handover under way or agreed to; None when there is none, or the message is a question."""
    if talk.is_payload and talk.text in {AGREE, DECLINE}:
        return _agreed(services, talk) if talk.text == AGREE else _declined(services, talk)
    step = talk.pending.get("handover")
    handler = _STEPS.get(step) if isinstance(step, str) else None
    return handler(services, talk) if handler else None


def _offered(services: Services, talk: Talk) -> Outcome | None:
    if services.agreement.says_yes(talk.text):
        return _agreed(services, talk)
    return _declined(services, talk) if services.agreement.says_no(talk.text) else None


def _agreed(services: Services, talk: Talk) -> Outcome:
    with services.database.transaction() as session:
        open_cases = open_cases_of(session, talk.id)
        conversation = find_conversation(session, talk.id)
    if open_cases:
        reply = phrase_reply(services, talk.language, "case_already_open", code=open_cases[0].code)
        return Outcome(replies=(reply,), pending={})
    buttons = tuple(
        Button(title=services.content.phrase(f"reach_{reach}_button", talk.language), payload=payload)
        for payload, reach in REACH.items()
        if reach != WHATSAPP or (services.settings.has_whatsapp and not _is_there(conversation))
    )
    return _ask(services, talk, "reach_question", pending={"handover": "reach"}, buttons=buttons)


def _is_there(conversation: Conversation | None) -> bool:
    """True for who writes to us on WhatsApp: an answer "here" comes there."""
    return conversation is not None and conversation.channel == WHATSAPP


def _declined(services: Services, talk: Talk) -> Outcome:
    return _ask(services, talk, "declined", pending={})


def _reach(services: Services, talk: Talk) -> Outcome | None:
    reach = REACH.get(talk.text) if talk.is_payload else None
    if reach is None:
        return None
    if reach in (PHONE, WHATSAPP):
        pending = {"handover": "phone", "reach": reach}
        buttons = (*_this_number(services, talk), *_skip(services, talk))
        return _ask(services, talk, f"{reach}_question", pending=pending, buttons=buttons)
    return _ask_next(services, talk, {"reach": reach})


def _phone(services: Services, talk: Talk) -> Outcome | None:
    if talk.is_payload and talk.text == THIS_NUMBER:
        sealed = _own_number(services, talk)
        return _ask_next(services, talk, {"reach": PHONE, "phone": sealed} if sealed else {"reach": CHAT})
    if talk.is_payload:
        return _ask_next(services, talk, {"reach": CHAT}) if talk.text == SKIP else None
    phone = read_phone(talk.text)
    if phone is None:
        return _ask(services, talk, "phone_wrong", pending=talk.pending, buttons=_skip(services, talk))
    known = {"reach": talk.pending.get("reach", PHONE), "phone": services.numbers.seal(phone)}
    return _ask_next(services, talk, known)


def _this_number(services: Services, talk: Talk) -> tuple[Button, ...]:
    """A button to be called where they write from, for who writes from a phone."""
    if _own_number(services, talk) is None:
        return ()
    return (Button(title=services.content.phrase("this_number_button", talk.language), payload=THIS_NUMBER),)


def _own_number(services: Services, talk: Talk) -> str | None:
    with services.database.transaction() as session:
        return own_number(session, services.numbers, talk.id)


def _ask_next(services: Services, talk: Talk, known: dict[str, str], *, city: str | None = None) -> Outcome:
    """Ask what decides about the team, when it does; else the name. `city`: learnt just now."""
    city = city or talk.city
    known = {**_told_by_location(talk, city), **known}
    with services.database.transaction() as session:
        ask_city = city is None and "city_asked" not in known and _city_matters(session, services, talk)
        names = [] if known.keys() & {"neighbourhood", "neighbourhood_asked"} else neighbourhoods_asked(session, city)
    if ask_city:
        buttons = tuple(
            Button(title=each.names.in_language(talk.language), payload=f"{CITY}{each.id}")
            for each in services.content.cities.values()
        )
        return _ask_where(services, talk, "handover_city_question", "city", known, buttons)
    if names:
        buttons = tuple(Button(title=name, payload=f"{NEIGHBOURHOOD}{name}") for name in names)
        outcome = _ask_where(services, talk, "neighbourhood_question", "neighbourhood", known, buttons)
    else:
        pending = {**known, "handover": "name"}
        outcome = _ask(services, talk, "name_question", pending=pending, buttons=_skip(services, talk))
    return Outcome(replies=outcome.replies, pending=outcome.pending, city=city)


def _told_by_location(talk: Talk, city: str | None) -> dict[str, str]:
    """The neighbourhood that they confirmed when they shared a location, while they live in the same city."""
    told = talk.context.get("neighbourhood")
    return {"neighbourhood": str(told)} if told and city == talk.city else {}


def _city_matters(session: Session, services: Services, talk: Talk) -> bool:
    asked = Asked(language=talk.language, topic=talk.context.get("last_topic"))
    return city_matters(session, services.content, asked)


def _ask_where(
    services: Services, talk: Talk, phrase: str, step: str, known: dict[str, str], buttons: tuple[Button, ...]
) -> Outcome:
    pending = {**known, "handover": step, f"{step}_asked": "yes"}
    return _ask(services, talk, phrase, pending=pending, buttons=(*buttons, *_skip(services, talk)))


def _city(services: Services, talk: Talk) -> Outcome | None:
    if talk.is_payload and talk.text != SKIP and not talk.text.startswith(CITY):
        return None
    city = talk.text.removeprefix(CITY) if talk.is_payload else find_city(talk.text, services.content)
    known = city if city in services.content.cities else None
    if known is None and talk.text != SKIP:
        return _ask(services, talk, "city_unknown", pending=talk.pending, buttons=_skip(services, talk))
    return _ask_next(services, talk, dict(talk.pending), city=known)


def _neighbourhood(services: Services, talk: Talk) -> Outcome | None:
    """Any name will do: staff read it on the case, and rules go by it where they know it."""
    known = dict(talk.pending)
    if talk.is_payload and talk.text.startswith(NEIGHBOURHOOD):
        known["neighbourhood"] = talk.text.removeprefix(NEIGHBOURHOOD)
    elif talk.is_payload and talk.text != SKIP:
        return None
    elif not talk.is_payload:
        with services.database.transaction() as session:
            names = {normalise(name): name for name in neighbourhoods_asked(session, talk.city)}
        known["neighbourhood"] = names.get(normalise(talk.text), talk.text[:NAME_LENGTH])
    return _ask_next(services, talk, known)


def _name(services: Services, talk: Talk) -> Outcome | None:
    if talk.is_payload:
        return open_the_case(services, talk, name=None) if talk.text == SKIP else None
    name = " ".join(talk.text.split())
    if len(name) > NAME_LENGTH or not any(letter.isalpha() for letter in name):
        return _ask(services, talk, "name_wrong", pending=talk.pending, buttons=_skip(services, talk))
    return open_the_case(services, talk, name=name)


def _retry(services: Services, talk: Talk) -> Outcome | None:
    if talk.is_payload and talk.text == RETRY:
        return open_the_case(services, talk, name=talk.pending.get("name"))
    return None


def _ask(
    services: Services, talk: Talk, phrase: str, *, pending: dict[str, str], buttons: tuple[Button, ...] = ()
) -> Outcome:
    text = services.content.phrase(phrase, talk.language)
    reply = Reply(kind=Kind.HANDOVER, language=talk.language, text=text, buttons=buttons)
    return Outcome(replies=(reply,), pending=pending)


def _skip(services: Services, talk: Talk) -> tuple[Button, ...]:
    return (Button(title=services.content.phrase("skip_button", talk.language), payload=SKIP),)


def without_number(text: str, pending: dict[str, Any]) -> str:
    """What was typed as it is kept: the answer to "what is your number?" goes without its digits."""
    asked = pending.get("handover") == "phone"
    return "".join("•" if sign.isdigit() else sign for sign in text) if asked else text


def read_phone(text: str) -> str | None:
    """A phone number of 9 to 15 digits as digits with an optional +, in any script; None if there is none."""
    digits = "".join(str(int(sign)) if sign.isdigit() else sign for sign in text)
    found = re.search(r"\+?\d(?:[\s./()-]*\d){8,14}", digits)
    if found is None:
        return None
    return re.sub(r"[^\d+]", "", found.group())


_STEPS: dict[str, Callable[[Services, Talk], Outcome | None]] = {
    "offered": _offered,
    "reach": _reach,
    "phone": _phone,
    "city": _city,
    "neighbourhood": _neighbourhood,
    "name": _name,
    "retry": _retry,
}
