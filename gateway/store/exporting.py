"""Everything that is kept of one resident, as they may ask for it: in words of this system, ready to become JSON.

People of the staff appear by first name and team, never by login; their addresses and passwords not at all.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from gateway.store.erasing import Resident
from gateway.store.numbers import Numbers
from gateway.store.schema import (
    AuditEntry,
    Case,
    CaseEvent,
    CaseMessage,
    Conversation,
    Delivery,
    Message,
    Proposal,
    StaffMember,
    Team,
    VoiceNote,
    WhatsAppContact,
    WhatsAppStatus,
    now,
)

CASE_FIELDS = (
    *("code", "state", "channel", "language", "city", "neighbourhood", "topic", "question", "reach", "name"),
    *("routed_because", "outcome", "helped", "created_at", "touched_at", "closed_at"),
)
# Deliveries to the resident; notices to staff hold a code only.
TO_RESIDENT = ("chat", "whatsapp", "wa-invite")
SYSTEM = ("resident", "system", "gateway")


def export(session: Session, resident: Resident, numbers: Numbers) -> dict[str, Any]:
    """Conversations with their messages, and cases with what was said, done, delivered, proposed and looked at.

    `proposals` on the outside are what is left of a case that is gone.
    """
    conversations = session.scalars(select(Conversation).where(Conversation.id.in_(resident.conversations)))
    contacts = session.scalars(select(WhatsAppContact).where(WhatsAppContact.number_hash.in_(resident.contacts)))
    cases = session.scalars(select(Case).where(Case.id.in_(resident.cases)).order_by(Case.id))
    return {
        "made_at": _text(now()),
        "conversations": [_conversation(session, conversation) for conversation in conversations],
        "cases": [_case(session, case, numbers) for case in cases],
        "whatsapp": [_contact(contact, numbers) for contact in contacts],
        "voice_notes": [_voice_note(note, numbers) for note in session.scalars(_notes_of(resident))],
        "proposals": [] if resident.cases else [row for code in resident.codes for row in _proposals(session, code)],
    }


def _notes_of(resident: Resident) -> Select[VoiceNote]:
    in_cases = select(CaseMessage.id).where(CaseMessage.case_id.in_(resident.cases))
    theirs = or_(VoiceNote.conversation_id.in_(resident.conversations), VoiceNote.case_message_id.in_(in_cases))
    return select(VoiceNote).where(theirs).order_by(VoiceNote.created_at)


def _voice_note(note: VoiceNote, numbers: Numbers) -> dict[str, Any]:
    """`sound` is the file as the phone sent it, in base64."""
    sound = numbers.unseal_sound(note.sealed)
    return {"sound": base64.b64encode(sound).decode() if sound else None, **_fields(note, ("heard", "created_at"))}


def _conversation(session: Session, conversation: Conversation) -> dict[str, Any]:
    said = select(Message).where(Message.conversation_id == conversation.id).order_by(Message.number)
    return {
        **_fields(conversation, ("id", "language", "city", "channel", "owner", "context", "created_at", "seen_at")),
        "messages": [{"at": _text(message.created_at), **message.body} for message in session.scalars(said)],
    }


def _contact(contact: WhatsAppContact, numbers: Numbers) -> dict[str, Any]:
    known = _fields(contact, ("voice", "heard_at", "invited_at", "stopped_at", "created_at"))
    return {"number": numbers.unseal(contact.sealed_number or ""), **known}


def _case(session: Session, case: Case, numbers: Numbers) -> dict[str, Any]:
    team = session.get(Team, case.team_id) if case.team_id else None
    return {
        **_fields(case, CASE_FIELDS),
        "phone": numbers.unseal(case.sealed_phone or ""),
        "team": team.name if team else None,
        "messages": [_message(session, message) for message in _of_case(session, CaseMessage, case)],
        "events": [_event(session, event) for event in _of_case(session, CaseEvent, case)],
        "deliveries": [
            {**_fields(row, ("channel", "body", "state", "created_at")), "reported": _reported(session, row)}
            for row in _of_case(session, Delivery, case)
            if row.channel in TO_RESIDENT
        ],
        "proposals": _proposals(session, case.code),
        "looked_at": [
            {"who": _person(session, entry.login), "what": entry.action, "at": _text(entry.at)}
            for entry in session.scalars(select(AuditEntry).where(AuditEntry.subject == case.code))
        ],
    }


def _reported(session: Session, row: Delivery) -> str | None:
    """How far WhatsApp says it came."""
    status = session.get(WhatsAppStatus, row.provider_id) if row.provider_id else None
    return status.state if status else None


def _proposals(session: Session, code: str) -> list[dict[str, Any]]:
    said = ("state", "problem", "language", "topic", "question", "remark", "reason", "at", "decided_at")
    found = select(Proposal).where(Proposal.case_code == code).order_by(Proposal.id)
    return [_fields(row, said) for row in session.scalars(found)]


def _message(session: Session, message: CaseMessage) -> dict[str, Any]:
    member = session.get(StaffMember, message.staff_id) if message.staff_id else None
    told = _fields(message, ("sender", "original", "language", "translated", "translated_language", "topic", "at"))
    return {**told, "by": member.name if member else None}


def _event(session: Session, event: CaseEvent) -> dict[str, Any]:
    return {"who": _person(session, event.who), "what": event.what, "detail": event.detail, "at": _text(event.at)}


def _person(session: Session, login: str) -> str:
    """A first name and team for a login; who is no member of staff keeps the name the system gives them."""
    member = session.scalars(select(StaffMember).where(StaffMember.login == login)).one_or_none()
    if member is None:
        return login if login in SYSTEM else "staff"
    team = session.get(Team, member.team_id) if member.team_id else None
    return ", ".join(part for part in (member.name or "staff", team.name if team else "") if part)


def _of_case(session: Session, model: Any, case: Case) -> Sequence[Any]:
    return session.scalars(select(model).where(model.case_id == case.id).order_by(model.id)).all()


def _fields(row: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: _text(getattr(row, name)) for name in names}


def _text(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if isinstance(value, dt.datetime) else value
