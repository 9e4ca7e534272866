"""From "I want a person" to a case: agreement, how to be reached, a first name, and the signed webhook.

The resident's name and number are asked and kept here; they never pass through Rasa or the action server.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable

from civic.consent import AGREE, DECLINE
from civic.replies import Button, Kind, Reply
from gateway.clients.rasa import RasaUnavailable
from gateway.conversation.bot import ask_rasa
from gateway.conversation.state import Outcome, Talk
from gateway.services import Services
from gateway.store.cases import NewCase, open_case
from gateway.store.conversations import find_conversation
from gateway.store.database import StoreUnavailable

logger = logging.getLogger(__name__)
REACH = {"/reach_chat": "chat", "/reach_phone": "phone", "/reach_desk": "desk"}
SKIP = "/handover_skip"
RETRY = "/handover_retry"
ESCALATE = "/escalate"
NAME_LENGTH = 40


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
    buttons = tuple(
        Button(title=services.content.phrase(f"reach_{reach}_button", talk.language), payload=payload)
        for payload, reach in REACH.items()
    )
    return _ask(services, talk, "reach_question", pending={"handover": "reach"}, buttons=buttons)


def _declined(services: Services, talk: Talk) -> Outcome:
    return _ask(services, talk, "declined", pending={})


def _reach(services: Services, talk: Talk) -> Outcome | None:
    reach = REACH.get(talk.text) if talk.is_payload else None
    if reach is None:
        return None
    if reach == "phone":
        return _ask(services, talk, "phone_question", pending={"handover": "phone"}, buttons=_skip(services, talk))
    return _ask_name(services, talk, {"reach": reach})


def _phone(services: Services, talk: Talk) -> Outcome | None:
    if talk.is_payload:
        return _ask_name(services, talk, {"reach": "chat"}) if talk.text == SKIP else None
    phone = read_phone(talk.text)
    if phone is None:
        return _ask(services, talk, "phone_wrong", pending=talk.pending, buttons=_skip(services, talk))
    return _ask_name(services, talk, {"reach": "phone", "phone": phone})


def _ask_name(services: Services, talk: Talk, known: dict[str, str]) -> Outcome:
    return _ask(services, talk, "name_question", pending={"handover": "name", **known}, buttons=_skip(services, talk))


def _name(services: Services, talk: Talk) -> Outcome | None:
    if talk.is_payload:
        return _open(services, talk, name=None) if talk.text == SKIP else None
    name = " ".join(talk.text.split())
    if len(name) > NAME_LENGTH or not any(letter.isalpha() for letter in name):
        return _ask(services, talk, "name_wrong", pending=talk.pending, buttons=_skip(services, talk))
    return _open(services, talk, name=name)


def _retry(services: Services, talk: Talk) -> Outcome | None:
    if talk.is_payload and talk.text == RETRY:
        return _open(services, talk, name=talk.pending.get("name"))
    return None


def _open(services: Services, talk: Talk, *, name: str | None) -> Outcome:
    """Open the case through the action server's signed webhook; without Rasa, directly, under the same key."""
    key = talk.pending.get("key") or uuid.uuid4().hex
    waiting = {**talk.pending, "handover": "retry", "key": key, **({"name": name} if name else {})}
    try:
        _remember(services, talk, waiting)
        try:
            result = ask_rasa(services, talk, ESCALATE, extra={"escalation_key": key})
            if not any(reply.kind is Kind.HANDOVER for reply in result.replies):
                raise RasaUnavailable("the webhook was not reached")
            return Outcome(replies=result.replies, pending={})
        except RasaUnavailable as error:
            logger.error("case opened without rasa: %s", error)
            case, _ = open_case(services.database, new_case(talk, waiting), key=key, by="gateway")
            return _ask(services, talk, "case_opened", pending={}, code=case.code, private=True)
    except StoreUnavailable:
        retry = Button(title=services.content.phrase("retry_button", talk.language), payload=RETRY)
        return _ask(services, talk, "case_failed", pending=waiting, buttons=(retry,))


def new_case(talk: Talk, contact: dict[str, str]) -> NewCase:
    """What the case of this talk starts with."""
    return NewCase(
        channel="web",
        language=talk.language,
        city=talk.city,
        topic=talk.context.get("last_topic"),
        conversation=talk.id,
        reach=contact.get("reach", "chat"),
        name=contact.get("name"),
        phone=contact.get("phone"),
    )


def _remember(services: Services, talk: Talk, pending: dict[str, str]) -> None:
    with services.database.transaction() as session:
        conversation = find_conversation(session, talk.id)
        if conversation is not None:
            conversation.pending = pending


def _ask(
    services: Services,
    talk: Talk,
    phrase: str,
    *,
    pending: dict[str, str],
    buttons: tuple[Button, ...] = (),
    private: bool = False,
    **values: object,
) -> Outcome:
    text = services.content.phrase(phrase, talk.language, **values)
    reply = Reply(kind=Kind.HANDOVER, language=talk.language, text=text, buttons=buttons, private=private)
    return Outcome(replies=(reply,), pending=pending)


def _skip(services: Services, talk: Talk) -> tuple[Button, ...]:
    return (Button(title=services.content.phrase("skip_button", talk.language), payload=SKIP),)


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
    "name": _name,
    "retry": _retry,
}
