"""Who writes to us: found by the hash of their number, or of the id that WhatsApp gives who hides the number."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from gateway.store.numbers import Numbers
from gateway.store.schema import Case, Delivery, DeliveryState, VoiceWish, WhatsAppContact, now

INCOMING = "whatsapp-in"


def hash_of(session: Session, numbers: Numbers, *, number: str | None, user: str | None) -> str:
    """The hash under which somebody is, or will be, known. One of the two is given."""
    if number:
        return numbers.hash(number)
    hidden = numbers.hash_id(user or "")
    chosen = select(WhatsAppContact.number_hash).where(WhatsAppContact.user_hash == hidden)
    return session.scalars(chosen).first() or hidden


def meet(
    session: Session, numbers: Numbers, *, number: str | None, user: str | None, at: dt.datetime
) -> WhatsAppContact:
    """The contact who wrote at `at`, made when they are new here. Who stopped stays as they are."""
    name = hash_of(session, numbers, number=number, user=user)
    contact = session.get(WhatsAppContact, name, populate_existing=True)
    if contact is None:
        contact = WhatsAppContact(number_hash=name, voice=VoiceWish.ASKED.value)
        session.add(contact)
        session.flush()
    elif contact.stopped_at is not None:  # nothing more is kept of them
        return contact
    if contact.sealed_number is None or number:
        contact.sealed_number = _sealed(numbers, contact.sealed_number, number or user or "")
    if user and contact.user_hash is None:
        _name_user(session, contact, numbers.hash_id(user))
    contact.heard_at = max(filter(None, (contact.heard_at, min(at, now()))))
    return contact


def forget(session: Session, contact: WhatsAppContact, *, stopped: bool) -> None:
    """Keep nothing of somebody whose words are erased, but that they stopped, if they did."""
    name = contact.number_hash
    session.execute(delete(WhatsAppContact).where(WhatsAppContact.number_hash == name))
    if stopped:
        values = {"voice": VoiceWish.ASKED.value, "stopped_at": now(), "user_hash": contact.user_hash}
        session.add(WhatsAppContact(number_hash=name, **values))


def move(session: Session, numbers: Numbers, *, old: str, new: str) -> bool:
    """Somebody has a new number: their talk and their cases go on there. False when there is nothing to move."""
    if not old or not new:
        return False
    before, after = numbers.hash(old), numbers.hash(new)
    contact = session.get(WhatsAppContact, before, with_for_update=True)
    if contact is None or before == after:
        return False
    taken = session.get(WhatsAppContact, after)
    if taken is not None:  # they wrote from the new number already: that talk ends, the longer one goes on
        session.delete(taken)
        session.flush()
    contact.number_hash = after
    if contact.sealed_number is not None:
        contact.sealed_number = numbers.seal(new)
    waiting = update(Delivery).where(Delivery.recipient == before, Delivery.state != DeliveryState.SENT.value)
    session.execute(waiting.values(recipient=after), execution_options={"synchronize_session": False})
    for case in session.scalars(select(Case).where(Case.phone_hash == before)):
        case.phone_hash, case.sealed_phone = after, numbers.seal(new)
    return True


def _sealed(numbers: Numbers, sealed: str | None, who: str) -> str:
    """The seal there is when it still fits: each new one looks different, for the same number."""
    return sealed if sealed and numbers.unseal(sealed) == who else numbers.seal(who)


def _name_user(session: Session, contact: WhatsAppContact, hidden: str) -> None:
    """Note the user's id, unless it is another contact's: who changed their number without telling."""
    named = select(WhatsAppContact.number_hash).where(WhatsAppContact.user_hash == hidden)
    if session.scalars(named).first() is None:
        contact.user_hash = hidden
