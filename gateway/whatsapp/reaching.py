"""A case that began elsewhere and is to be answered on WhatsApp: whose number it is, and how it comes to be there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.store.numbers import Numbers
from gateway.store.schema import Case, Conversation, WhatsAppContact

REACH = "whatsapp"


def contact_of_case(session: Session, case: Case) -> WhatsAppContact | None:
    """The contact with the number that was left in the case, made when it is new; None without a number.

    It has no conversation until someone writes from that number: whoever typed it elsewhere sees nothing of what is
    said there.
    """
    if case.phone_hash is None:
        return None
    known = session.get(WhatsAppContact, case.phone_hash)
    if known is None:
        known = WhatsAppContact(number_hash=case.phone_hash, sealed_number=case.sealed_phone)
        session.add(known)
        session.flush()
    return known


def own_number(session: Session, numbers: Numbers, conversation_id: str) -> str | None:
    """The sealed number from which somebody writes to us in this conversation; None elsewhere, or when it is hidden."""
    writes = select(WhatsAppContact.sealed_number).where(WhatsAppContact.conversation_id == conversation_id)
    sealed = session.scalars(writes.where(WhatsAppContact.heard_at.is_not(None)).limit(1)).first()
    number = numbers.unseal(sealed) if sealed else None
    return sealed if number and number.isdigit() else None


def cases_to_continue(session: Session, contact: WhatsAppContact, conversation: Conversation) -> list[Case]:
    """The cases that wait for an answer from this number and are still in another conversation, oldest first."""
    elsewhere = Case.conversation_id.is_distinct_from(conversation.id)
    chosen = select(Case).where(Case.phone_hash == contact.number_hash, Case.reach == REACH, elsewhere)
    return list(session.scalars(chosen.order_by(Case.id)))


def carry_offers(session: Session, case: Case, talk: Conversation) -> None:
    """Let the buttons about this case, which were brought to the phone, be pressed there too.

    A closed case moves along, so that "did it help?" is answered where it was asked.
    """
    before = session.get(Conversation, case.conversation_id) if case.conversation_id else None
    offered = [payload for payload in before.offered if payload.endswith(case.code)] if before else []
    talk.offered = [*talk.offered, *offered]
    if case.closed_at is not None:
        case.conversation_id = talk.id
        if before is not None and before.pending.get("helped") == case.code:
            talk.pending = {**talk.pending, "helped": case.code}
