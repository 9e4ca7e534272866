"""Voice notes on their way in: understood by a recogniser and asked back, or with the case for a person to hear.

| what happens | what is done |
| --- | --- |
| understood | "I heard: …", yes or no; an emergency is answered at once |
| not understood, or no recogniser | kind words; the note stays for a person, and goes with the case |
| a person speaks with the resident | the note goes to that person, with its words if there are any |
| the recogniser kills the worker, twice | as if there were none |
| Meta cannot give the sound now | tried again; never: as if not understood, without the note |
"""

from __future__ import annotations

import logging

from civic.content.model import SOURCE_LANGUAGE
from civic.emergencies import find_emergency
from civic.speech.ports import Heard, NothingHeard, SpeechUnavailable, TooLong
from gateway.clients.whatsapp import GraphError, SoundTooLong
from gateway.delivery.problems import TryLater
from gateway.services import Services
from gateway.store.conversations import lock_conversation
from gateway.store.schema import Owner, VoiceNote
from gateway.store.voice_notes import begin_try, drop_note, keep_note
from gateway.whatsapp import answering
from gateway.whatsapp.asking_back import NOTE_TEXT, ask_back, keep_said, offer_person, takes_heard
from gateway.whatsapp.meeting import Met
from gateway.whatsapp.saying import say
from gateway.whatsapp.sending import problem_of

logger = logging.getLogger(__name__)
TRIES = 2


def hear_note(services: Services, met: Met) -> None:
    """Take a voice note; doing it again changes nothing. Raises a Problem when Meta cannot give it now."""
    name = met.id_of("note")
    try:
        sound = _sound(services, met, name)
    except SoundTooLong:
        _say(services, met, "note_too_long")
        return
    if sound is None:
        _say(services, met, "note_not_heard")
        return
    heard = _understood(services, met, name, sound)
    if met.owner is Owner.PERSON:
        _to_person(services, met, name, heard)
    elif heard is None:
        keep_said(services, met, name)
        offer_person(services, met, "note_not_heard" if services.recogniser else "note_cannot_hear")
    elif find_emergency(heard.words, services.emergencies):
        answering.turn(services, met, heard.words, spoken=True)
        _drop(services, name)
    elif takes_heard(services, met, heard.words):
        _drop(services, name)
    else:
        ask_back(services, met, name, heard)


def _sound(services: Services, met: Met, name: str) -> bytes | None:
    """The sound, kept sealed from now on; None when it cannot be had. Raises a Problem or SoundTooLong."""
    with services.database.transaction() as session:
        known = session.get(VoiceNote, name)
    if known is None:
        try:
            sound, _ = services.whatsapp.download(met.received.media or "")
        except GraphError as error:
            problem = problem_of(error)
            if isinstance(problem, TryLater):
                raise problem from None
            logger.warning("voice note cannot be fetched: %s", error)
            return None
        with services.database.transaction() as session:
            talk = lock_conversation(session, met.conversation)
            if talk is not None:
                keep_note(session, services.numbers, name=name, conversation=talk.id, sound=sound)
        return sound
    return services.numbers.unseal_sound(known.sealed)


def _understood(services: Services, met: Met, name: str, sound: bytes) -> Heard | None:
    """What the recogniser makes of it, with the first note in whatever of our languages it is; None when nothing."""
    if services.recogniser is None:
        return None
    with services.database.transaction() as session:
        if not begin_try(session, name, at_most=TRIES):
            logger.error("note=%s is not tried again", name)
            return None
    try:
        return services.recogniser.hear(sound, language=None if met.is_first else met.language)
    except (NothingHeard, TooLong) as error:
        logger.info("note=%s not understood: %s", name, type(error).__name__)
    except SpeechUnavailable as error:
        logger.error("speech is unavailable: %s", error)
    return None


def _to_person(services: Services, met: Met, name: str, heard: Heard | None) -> None:
    words = heard.words if heard else services.content.phrase(NOTE_TEXT, SOURCE_LANGUAGE)
    written_in = heard.language if heard else SOURCE_LANGUAGE
    answering.turn(services, met, words, spoken=True, note=name, written_in=written_in)


def _say(services: Services, met: Met, phrase: str) -> None:
    say(services, met, answering.text(met, services.content.phrase(phrase, met.language)))


def _drop(services: Services, name: str) -> None:
    with services.database.transaction() as session:
        drop_note(session, name)
