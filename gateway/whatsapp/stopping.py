"""STOP and "forget me": everything goes, nothing more is sent; who writes after STOP hears how to begin again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from civic.replies import Button, Kind, Reply
from gateway.conversation.forgetting import RESIDENT
from gateway.conversation.messages import message_body
from gateway.conversation.turn import Incoming, emergency_answer
from gateway.services import Services
from gateway.store.erasing import Erased, erase, find_resident, forget_sounds, has_words
from gateway.store.schema import WhatsAppContact
from gateway.whatsapp.contacts import forget
from gateway.whatsapp.meeting import Met, is_surely_in
from gateway.whatsapp.received import Kind as Sent
from gateway.whatsapp.saying import let_go, say_apart

START = "/start"


def stop(services: Services, met: Met) -> None:
    """Erase everything and remember, by the hash alone, that nothing may be sent; in one transaction."""
    with services.database.transaction() as session:
        resident = find_resident(session, met.conversation) if met.conversation else None
        codes = has_words(session, resident) if resident else ()
        erased = erase(session, resident, by=RESIDENT) if resident else Erased(0, (), ())
        forget(session, met.contact, stopped=True)
        say_apart(session, services, met, message_body(_stopped(services, met, codes), services.audio), what="stopped")
        let_go(session, met.delivery, nameless=True)
    forget_sounds(services.audio, erased.said)


def say_forgotten(services: Services, met: Met, messages: Sequence[dict[str, Any]]) -> None:
    """The last words after "forget me", which has erased the talk; the contact goes as well, without a trace."""
    with services.database.transaction() as session:
        forget(session, met.contact, stopped=False)
        for number, message in enumerate(messages):
            say_apart(session, services, met, message, what=f"forgotten {number}")
        let_go(session, met.delivery, nameless=True)


def forgotten_again(services: Services, met: Met) -> None:
    """The talk was erased by this message, at a try that was cut off before it could say so."""
    done = _reply(services, met.language, "forget_done")
    say_forgotten(services, met, [message_body(done, services.audio)])


def answer_stopped(services: Services, met: Met) -> None:
    """Tell who stopped how to begin again. An emergency is answered all the same; nothing is kept of either."""
    emergency = emergency_answer(services, Incoming(text=met.received.text, page_language=met.language))
    told = emergency["messages"] if emergency else [message_body(_how_to_start(services, met), services.audio)]
    with services.database.transaction() as session:
        for number, message in enumerate(told):
            say_apart(session, services, met, message, what=f"stopped {number}")
        let_go(session, met.delivery)


def wants_to_start(services: Services, met: Met) -> bool:
    """True when this message asks to begin again."""
    sent = met.received
    return sent.payload == START or (sent.kind is Sent.WORDS and services.opting_out.wants_to_start(sent.text))


def start_again(services: Services, met: Met) -> None:
    """Forget that they stopped: what they say from now on begins a new talk."""
    with services.database.transaction() as session:
        stopped = session.get(WhatsAppContact, met.contact.number_hash)
        if stopped is not None and stopped.stopped_at is not None:
            session.delete(stopped)


def _stopped(services: Services, met: Met, codes: Sequence[str]) -> Reply:
    content, language = services.content, met.language
    if met.is_first:
        return Reply(kind=Kind.NOTICE, language=language, text=in_their_language(services, met, "whatsapp_stopped"))
    done = content.phrase("forget_done_case", language, code=", ".join(codes)) if codes else None
    text = f"{done or content.phrase('forget_done', language)} {content.phrase('whatsapp_stopped', language)}"
    return Reply(kind=Kind.NOTICE, language=language, text=text, private=bool(codes))


def _how_to_start(services: Services, met: Met) -> Reply:
    start = Button(title="START", payload=START)
    text = in_their_language(services, met, "whatsapp_after_stop")
    return Reply(kind=Kind.NOTICE, language=met.language, text=text, buttons=(start,))


def in_their_language(services: Services, met: Met, phrase: str) -> str:
    """In all of ours, when this message, all that we know of them, does not tell which that is."""
    sure = is_surely_in(services, met.received.text, met.language)
    languages = [met.language] if sure else [each.tag for each in services.languages.ours]
    return "\n\n".join(services.content.phrase(phrase, language) for language in languages)


def _reply(services: Services, language: str, phrase: str) -> Reply:
    return Reply(kind=Kind.NOTICE, language=language, text=services.content.phrase(phrase, language))
