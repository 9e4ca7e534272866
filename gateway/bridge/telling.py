"""Tells residents things about their case, in their language, over what the case is reached by."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy.orm import Session

from civic.replies import Button, Kind, Reply
from gateway.bridge.hold import team_name
from gateway.conversation.keeping import keep_for_resident
from gateway.conversation.messages import message_body
from gateway.services import Services
from gateway.store.schema import Case, Conversation, StaffMember
from gateway.store.schema.conversations import WHATSAPP
from gateway.whatsapp.outgoing import bring
from gateway.whatsapp.reaching import contact_of_case

# Unicode isolates: a name in Latin letters or a time keeps its place inside Arabic. A code begins with a letter and
# ends with one, so it does without.
FIRST_STRONG, POP = "\u2068", "\u2069"
HELPED = {"/helped_yes_": True, "/helped_no_": False}


def say_to_resident(
    session: Session,
    services: Services,
    case: Case,
    phrase: str,
    *,
    buttons: dict[str, str] | None = None,
    **values: str,
) -> dict[str, Any] | None:
    """Tell the resident a phrase in their language, as the assistant; None when they have no conversation here.

    buttons: payload by the phrase on the button.
    """
    language = talking_language(session, case)
    return tell(session, services, case, phrase_reply(services, language, phrase, buttons=buttons, **values))


def tell(session: Session, services: Services, case: Case, reply: Reply, **extra: Any) -> dict[str, Any] | None:
    """Bring a message to the resident over what the case is reached by; None when they have no conversation here.

    extra: more fields of the message, as the chat contract names them.
    """
    body = {**message_body(reply, services.audio), **extra}
    conversation = conversation_of(session, case)
    stored = keep_for_resident(session, services, conversation, body, case_id=case.id) if conversation else None
    there_already = conversation is not None and conversation.channel == WHATSAPP
    if case.reach == WHATSAPP and not there_already and services.settings.has_whatsapp:
        contact = contact_of_case(session, case)
        if contact is not None:
            bring(session, services, contact, stored or {"id": uuid.uuid4().hex, **body}, case_id=case.id)
    return stored


def phrase_reply(
    services: Services, language: str, phrase: str, *, buttons: dict[str, str] | None = None, **values: str
) -> Reply:
    """A phrase about a case: its code and people's names stay with the local voice."""
    content = services.content
    shown = {name: _isolated(value) if language == "ar" and name != "code" else value for name, value in values.items()}
    return Reply(
        kind=Kind.HANDOVER,
        language=language,
        text=content.phrase(phrase, language, **shown),
        spoken=content.phrase(phrase, language, **values),
        buttons=tuple(
            Button(title=content.phrase(title, language), payload=payload) for title, payload in (buttons or {}).items()
        ),
        private=True,
    )


def _isolated(value: str) -> str:
    return f"{FIRST_STRONG}{value}{POP}"


def conversation_of(session: Session, case: Case) -> Conversation | None:
    """The conversation of the case, unless it came from elsewhere or is wiped."""
    return session.get(Conversation, case.conversation_id) if case.conversation_id else None


def talking_language(session: Session, case: Case) -> str:
    """The language of the conversation now (nl, tr or ar); of the case when there is none any more."""
    conversation = conversation_of(session, case)
    return conversation.language if conversation else case.language


def reading_language(session: Session, case: Case) -> str:
    """What the resident reads: the language of the conversation now, or the one they had translations in."""
    conversation = conversation_of(session, case)
    if conversation is None:
        return case.language
    return str(conversation.context.get("translate") or conversation.language)


def city_of(services: Services, case: Case) -> str | None:
    """The city of the case; None when there is no content for it."""
    return case.city if case.city in services.content.cities else None


def said_by(session: Session, case: Case, staff_id: int | None) -> dict[str, str]:
    """The fields of a message that say which person speaks: first name and team, where known."""
    member = session.get(StaffMember, staff_id) if staff_id is not None else None
    named = {"name": member.name if member else "", "team": team_name(session, case) or ""}
    return {"from": "person", **{field: value for field, value in named.items() if value}}


def ask_if_helped(session: Session, services: Services, case: Case) -> None:
    """Ask, once, whether it helped; the buttons work as long as the conversation is there."""
    yes, no = (f"{payload}{case.code}" for payload in HELPED)
    say_to_resident(
        session, services, case, "helped_question", buttons={"helped_yes_button": yes, "helped_no_button": no}
    )
    conversation = conversation_of(session, case)
    if conversation is not None:
        conversation.pending = {"helped": case.code}
