""" "I heard: …": asks a resident who spoke whether that is what they said, and carries out the answer."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from civic.consent import ASK_PERSON
from civic.content.model import SOURCE_LANGUAGE
from civic.replies import Button, Kind, Reply
from civic.speech.ports import Heard
from gateway.bridge.owner import open_cases_of
from gateway.bridge.relay import resident_says
from gateway.bridge.telling import phrase_reply
from gateway.services import Services
from gateway.store.conversations import find_message, history, lock_conversation, record_resident
from gateway.store.schema import VoiceNote
from gateway.store.voice_notes import drop_note
from gateway.whatsapp import answering, reading_aloud
from gateway.whatsapp.meeting import Met
from gateway.whatsapp.rendering import payload_of
from gateway.whatsapp.saying import say

RIGHT, WRONG = "/heard_yes_", "/heard_no_"
TAPPED = re.compile(rf"({RIGHT}|{WRONG})([0-9a-f]{{32}})")
ASKED = "heard"
NOTE_TEXT = "note_text"


def keep_said(services: Services, met: Met, name: str) -> None:
    """Keep that the resident said something, with the note to hear it; an open case has it from now on."""
    with services.database.transaction() as session:
        talk = lock_conversation(session, met.conversation)
        if talk is None or find_message(session, met.message_id) is not None:
            return
        words = services.content.phrase(NOTE_TEXT, SOURCE_LANGUAGE)
        record_resident(
            session, talk, words, language=SOURCE_LANGUAGE, message_id=met.message_id, spoken=True, note=name
        )
        resident_says(session, services, talk, words, SOURCE_LANGUAGE, note=name)


def offer_person(services: Services, met: Met, phrase: str) -> None:
    """Say `phrase` and that a person can listen; who waits for a person already hears that this one can."""
    content, language = services.content, met.language
    with services.database.transaction() as session:
        cases = open_cases_of(session, met.conversation) if met.conversation else []
    if cases:
        say(services, met, phrase_reply(services, language, "note_with_case", code=cases[0].code))
        return
    person = Button(title=content.phrase("note_person_button", language), payload=ASK_PERSON)
    say(services, met, answering.text(met, content.phrase(phrase, language), person))


def ask_back(services: Services, met: Met, name: str, heard: Heard) -> None:
    """Show and say what was heard, in the language it was heard in, with yes and no."""
    content, language = services.content, heard.language
    keep_said(services, met, name)
    with services.database.transaction() as session:
        talk = lock_conversation(session, met.conversation)
        note = session.get(VoiceNote, name)
        if talk is None or note is None:  # erased meanwhile
            return
        note.heard = heard.words
        talk.language = language
    yes = Button(title=content.phrase("note_yes_button", language), payload=f"{RIGHT}{name}")
    no = Button(title=content.phrase("note_no_button", language), payload=f"{WRONG}{name}")
    text = content.phrase("note_heard", language, words=heard.words)
    # Their own words: only the local voice may say them.
    reply = Reply(kind=Kind.TEXT, language=language, text=text, buttons=(yes, no), private=True)
    say(services, met, reply, what=ASKED)
    with services.database.transaction() as session:
        asked = find_message(session, met.id_of(ASKED))
        if asked is not None:
            reading_aloud.speak(session, met, [asked.body])


def take_tap(services: Services, met: Met) -> bool:
    """Carry out a tap on yes or no; False when it is a tap on something else."""
    tapped = TAPPED.fullmatch(met.received.payload or "")
    if tapped is None:
        return False
    _take(services, met, tapped[2], right=tapped[1] == RIGHT)
    return True


def takes_heard(services: Services, met: Met, words: str) -> bool:
    """Carry out a yes or no that was typed or spoken instead of tapped; False when it answers no question of ours."""
    with services.database.transaction() as session:
        payload = _meant(session, services, met, words)
    tapped = TAPPED.fullmatch(payload or "")
    if tapped is None:
        return False
    _take(services, met, tapped[2], right=tapped[1] == RIGHT)
    return True


def _take(services: Services, met: Met, name: str, *, right: bool) -> None:
    with services.database.transaction() as session:
        note = session.get(VoiceNote, name)
        done = find_message(session, met.message_id) is not None
        words = note.heard if note and note.conversation_id == met.conversation else None
    if right and (words or done):
        messages = answering.turn(services, met, words, spoken=True) if words else []
        with services.database.transaction() as session:
            reading_aloud.speak(session, met, messages)
            _replace_by_words(session, met, name)
            drop_note(session, name)
    elif words:
        offer_person(services, met, "note_not_right")
    elif not done:
        say(services, met, answering.text(met, services.content.phrase("note_gone", met.language)))


def _replace_by_words(session: Session, met: Met, name: str) -> None:
    """What stood for the note is no part of the question any more: its words are."""
    note = session.get(VoiceNote, name)
    if note is not None:  # one that is with a case stays there, but is not asked about again
        note.heard = None
    for message in history(session, met.conversation or ""):
        if message.body.get("note") == name:
            message.body = {**{field: value for field, value in message.body.items() if field != "note"}, "aside": True}


def _meant(session: Session, services: Services, met: Met, words: str) -> str | None:
    """The payload of yes or no, when that is what we asked last."""
    for message in reversed(history(session, met.conversation or "")):
        if message.id == met.message_id:
            continue
        buttons = [button["payload"] for button in message.body.get("buttons", ())]
        asked = next((each for each in buttons if TAPPED.fullmatch(each)), None)
        if asked is not None:
            name = asked.rpartition("_")[2]
            if services.agreement.says_no(words):
                return f"{WRONG}{name}"
            agreed = services.agreement.says_yes(words)
            return f"{RIGHT}{name}" if agreed else payload_of(message.body, words, services.content)
        if message.body["from"] == "resident":
            return None
    return None
