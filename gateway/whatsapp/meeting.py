"""Finds the talk that a message belongs to, in one transaction, and knows everything that answering it needs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from gateway.bridge.hold import lock
from gateway.bridge.owner import OPEN
from gateway.conversation.continuing import move
from gateway.conversation.incoming import first_language
from gateway.services import Services
from gateway.store.conversations import has_said_something, lock_conversation, start_conversation
from gateway.store.schema import Case, Conversation, Delivery, Owner, WhatsAppContact
from gateway.store.schema.conversations import WHATSAPP
from gateway.whatsapp import window
from gateway.whatsapp.contacts import hash_of, meet
from gateway.whatsapp.ids import kept_id
from gateway.whatsapp.reaching import carry_offers, cases_to_continue
from gateway.whatsapp.received import Received

ID_LENGTH = 32
# What a delivery remembers of the talk while it is being answered.
TALK, LANGUAGE = "conversation", "language"


@dataclass(frozen=True)
class Met:
    """A message with the contact who sent it and the talk it belongs to.

    contact: as it was when the message came, not in a session. conversation: None for who stopped, and for who had
    everything erased by this very message, at an earlier try (`erased`).
    """

    delivery: int
    received: Received
    contact: WhatsAppContact
    language: str
    conversation: str | None = None
    owner: Owner = Owner.BOT
    is_first: bool = False
    erased: bool = False

    @property
    def message_id(self) -> str:
        """The id under which the resident's message is kept."""
        return self.id_of("message")

    def id_of(self, what: str) -> str:
        """An id for something that this message causes: the same at each try, so that it is kept once."""
        return kept_id(f"{self.received.id}:{what}")[:ID_LENGTH]


def find_talk(services: Services, delivery: Delivery, received: Received) -> Met:
    """The talk to answer in; begins one for who is new, or whose former talk is gone."""
    with services.database.transaction() as session:
        known = delivery.body.get(TALK)
        if known is not None and session.get(Conversation, known) is None:
            return _someone(session, services, delivery, received, erased=True)
        contact = meet(session, services.numbers, number=received.number, user=received.user, at=received.at)
        if contact.stopped_at is not None:
            return _someone(session, services, delivery, received, user_hash=contact.user_hash)
        talk = _talk(session, services, contact, received)
        window.heard(session, contact)
        _remember(session, delivery, talk)
        _bring_cases(session, services, contact, talk)
        met = Met(
            delivery=delivery.id,
            received=received,
            contact=contact,
            language=talk.language,
            conversation=talk.id,
            owner=Owner(talk.owner),
        )
        said_before = has_said_something(session, talk.id, but=met.message_id)
        session.flush()
    return Met(**{**vars(met), "is_first": not said_before})


def language_hint(services: Services, received: Received) -> str | None:
    """The language that the number of a newcomer hints at."""
    return services.languages.of_number(received.number) if received.number else None


def is_surely_in(services: Services, text: str, language: str) -> bool:
    """True when the words themselves tell that they are in `language`."""
    detected = services.detector.detect(text, current=None)
    return detected.certain and detected.language == language


def _talk(session: Session, services: Services, contact: WhatsAppContact, received: Received) -> Conversation:
    talk = lock_conversation(session, contact.conversation_id)
    if talk is None:
        language = first_language(services, received.text, hint=language_hint(services, received))
        talk = start_conversation(session, language=language, city=None)
        contact.conversation_id = talk.id
    talk.channel = WHATSAPP
    session.flush()
    return talk


def _bring_cases(session: Session, services: Services, contact: WhatsAppContact, talk: Conversation) -> None:
    """Cases that are to be answered on this number go on here; of closed ones nothing needs to be said."""
    for case in cases_to_continue(session, contact, talk):
        lock(session, Case.id == case.id, also=talk.id)
        carry_offers(session, case, talk)
        if case.state in OPEN:
            move(session, services, case, conversation=talk.id)


def _someone(
    session: Session,
    services: Services,
    delivery: Delivery,
    received: Received,
    *,
    erased: bool = False,
    user_hash: str | None = None,
) -> Met:
    """Somebody of whom nothing is kept, but who can be answered once."""
    numbers, who = services.numbers, received.number or received.user or ""
    name = hash_of(session, numbers, number=received.number, user=received.user)
    contact = WhatsAppContact(number_hash=name, sealed_number=numbers.seal(who), user_hash=user_hash)
    hint = language_hint(services, received)
    language = delivery.body.get(LANGUAGE) or first_language(services, received.text, hint=hint)
    return Met(delivery=delivery.id, received=received, contact=contact, language=language, erased=erased)


def _remember(session: Session, delivery: Delivery, talk: Conversation) -> None:
    """Note on the delivery which talk it is about: gone at the next try, this message had it erased."""
    body = {**delivery.body, TALK: talk.id, LANGUAGE: talk.language}
    noted = update(Delivery).where(Delivery.id == delivery.id).values(body=body)
    session.execute(noted, execution_options={"synchronize_session": False})
