"""Finds everything of one resident, and erases it for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from civic.case_codes import find_code
from civic.voice.library import AudioLibrary
from gateway.store.conversations import lock_conversation, wipe_conversation
from gateway.store.schema import (
    Case,
    CaseEvent,
    CaseMessage,
    CaseState,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Proposal,
    WhatsAppContact,
    WhatsAppStatus,
    now,
)

OPEN = (CaseState.NEW.value, CaseState.CLAIMED.value)
ERASED = "erased"
# What they wrote on WhatsApp: the row is the memory that we had it, should it be sent to us again.
HEARD = "whatsapp-in"
HEARD_OUT = (DeliveryState.SENT.value, DeliveryState.FAILED.value)
# What a case holds of a resident or says about them. Code, state, team, times, language, city and channel stay.
EMPTIED: dict[str, Any] = {
    "question": None,
    "name": None,
    "sealed_phone": None,
    "phone_hash": None,
    "topic": None,
    "neighbourhood": None,
    "outcome": None,
    "helped": None,
    "forward_to": None,
    "conversation_id": None,
    "routed_because": [],
    "reach": "chat",
}


@dataclass(frozen=True)
class Resident:
    """Where a resident's words are: the ids of conversations and of cases, the codes of those cases, and the hashes of
    the numbers under which they write on WhatsApp."""

    conversations: tuple[str, ...]
    cases: tuple[int, ...]
    codes: tuple[str, ...]
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Erased:
    """What was erased: `said` are texts with their language, whose sounds still have to go (`forget_sounds`)."""

    conversations: int
    codes: tuple[str, ...]
    said: tuple[tuple[str, str], ...]


def find_resident(session: Session, key: str) -> Resident | None:
    """Everything that belongs together: a conversation and its cases, found by its id or by the code of one case.

    None when nothing is kept under `key`. What a resident said in another conversation, before going on with the case
    in this one, is known by that conversation's own id only.
    """
    conversation = session.get(Conversation, key)
    code = None if conversation else find_code(key)
    case = session.scalars(select(Case).where(Case.code == code)).one_or_none() if code else None
    if conversation is None and case is None:
        return _only_proposed(session, code)
    conversation_id = conversation.id if conversation else case.conversation_id if case else None
    return _together(session, conversation_id, case)


def erase(session: Session, resident: Resident, *, by: str) -> Erased:
    """Delete what was said and leave each case as an empty shell with its code and state, in the caller's transaction.

    by: who asked for it, for the case's own record. An open case is closed as unreachable: nobody is left to answer.
    Sounds are files: give the result to `forget_sounds` afterwards.
    """
    resident = _locked(session, resident)
    said = _said(session, resident)
    # Deliveries before messages, as the worker does that has a delivery and writes on its message.
    _erase_deliveries(session, resident)
    session.execute(delete(CaseMessage).where(CaseMessage.case_id.in_(resident.cases)))
    session.execute(delete(Proposal).where(Proposal.case_code.in_(resident.codes)))
    open_ones = (Case.id.in_(resident.cases), Case.state.in_(OPEN))
    closed = {"state": CaseState.UNREACHABLE.value, "closed_at": now(), "claimed_by": None}
    _update(session, update(Case).where(*open_ones).values(closed))
    _update(session, update(Case).where(Case.id.in_(resident.cases)).values(EMPTIED))
    session.add_all(CaseEvent(case_id=case_id, who=by, what=ERASED) for case_id in resident.cases)
    for conversation_id in resident.conversations:
        wipe_conversation(session, conversation_id)
    forgotten = (WhatsAppContact.number_hash.in_(resident.contacts), WhatsAppContact.stopped_at.is_(None))
    _update(session, delete(WhatsAppContact).where(*forgotten))
    return Erased(conversations=len(resident.conversations), codes=resident.codes, said=said)


def has_words(session: Session, resident: Resident) -> tuple[str, ...]:
    """The codes of the resident's cases that still hold something of them."""
    emptied = select(CaseEvent.case_id).where(CaseEvent.what == ERASED)
    chosen = select(Case.code).where(Case.id.in_(resident.cases), Case.id.not_in(emptied)).order_by(Case.id)
    return tuple(session.scalars(chosen))


def forget_sounds(audio: AudioLibrary | None, said: Sequence[tuple[str, str]]) -> None:
    """Delete the sounds of persons' words. Our own published texts keep theirs: others listen to them too."""
    if audio is None:
        return
    for text, language in said:
        for slow in (False, True):
            audio.forget(audio.key_for(text, language, slow=slow, published=False))


def _only_proposed(session: Session, code: str | None) -> Resident | None:
    """A case that is gone may have left a proposal that still waits for its own time."""
    left = select(Proposal.id).where(Proposal.case_code == code).limit(1)
    if code is None or session.scalars(left).first() is None:
        return None
    return Resident(conversations=(), cases=(), codes=(code,))


def _together(session: Session, conversation_id: str | None, case: Case | None) -> Resident:
    known = Case.conversation_id == conversation_id if conversation_id else Case.id == (case.id if case else None)
    found = session.execute(select(Case.id, Case.code).where(known).order_by(Case.id)).all()
    cases = tuple(number for number, _ in found)
    return Resident(
        conversations=(conversation_id,) if conversation_id else (),
        cases=cases,
        codes=tuple(code for _, code in found),
        contacts=_contacts(session, conversation_id, cases),
    )


def _contacts(session: Session, conversation_id: str | None, cases: Sequence[int]) -> tuple[str, ...]:
    """Who writes in this conversation on WhatsApp, or is to be answered there and has not written yet."""
    left = select(Case.phone_hash).where(Case.id.in_(cases), Case.phone_hash.is_not(None))
    waits = and_(WhatsAppContact.number_hash.in_(left), WhatsAppContact.conversation_id.is_(None))
    theirs = WhatsAppContact.conversation_id == conversation_id if conversation_id else waits
    return tuple(session.scalars(select(WhatsAppContact.number_hash).where(or_(theirs, waits))))


def _locked(session: Session, resident: Resident) -> Resident:
    """The same, with everything that came meanwhile, and nobody can add to it until this transaction ends."""
    for conversation_id in resident.conversations:
        lock_conversation(session, conversation_id)
    more = _lock_cases(session, or_(Case.id.in_(resident.cases), Case.conversation_id.in_(resident.conversations)))
    codes = dict.fromkeys((*(case.code for case in more), *resident.codes))
    return replace(resident, cases=tuple(case.id for case in more), codes=tuple(codes))


def _lock_cases(session: Session, chosen: ColumnElement[bool]) -> Sequence[Case]:
    if session.get_bind().dialect.name == "sqlite":
        # It knows no row locks; its first write, even of the same value, keeps other writers out.
        _update(session, update(Case).where(chosen).values(state=Case.state))
    return session.scalars(select(Case).where(chosen).order_by(Case.id).with_for_update()).all()


def _update(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})


def _erase_deliveries(session: Session, resident: Resident) -> None:
    """What was brought in these cases or to this resident, with how far it came."""
    to_them = and_(Delivery.recipient.in_((*resident.conversations, *resident.contacts)), Delivery.channel != HEARD)
    brought = or_(Delivery.case_id.in_(resident.cases), to_them)
    names = select(Delivery.provider_id).where(brought, Delivery.provider_id.is_not(None))
    _update(session, delete(WhatsAppStatus).where(WhatsAppStatus.provider_id.in_(names)))
    session.execute(delete(Delivery).where(brought))
    heard = (Delivery.recipient.in_(resident.contacts), Delivery.channel == HEARD, Delivery.state.in_(HEARD_OUT))
    _update(session, update(Delivery).where(*heard).values(body={}, recipient=ERASED))


def _said(session: Session, resident: Resident) -> tuple[tuple[str, str], ...]:
    bodies = session.scalars(select(Message.body).where(Message.conversation_id.in_(resident.conversations)))
    said = {(str(body["text"]), str(body["language"])) for body in bodies if body.get("audio")}
    return tuple(sorted(said))
